import { createRequire } from 'node:module';

/** What the tests use of sm-crypto, which has no types of its own. All text is hexadecimal. */
interface SmCrypto {
  readonly sm2: {
    doSignature(
      message: readonly number[],
      privateKey: string,
      options: { hash: true; userId: string },
    ): string;
    doVerifySignature(
      message: readonly number[],
      signature: string,
      publicKey: string,
      options: { hash: true; userId: string },
    ): boolean;
  };
  readonly sm3: (message: readonly number[]) => string;
  readonly sm4: {
    encrypt(
      message: readonly number[],
      key: string,
      options: { mode: 'cbc'; iv: string; padding: 'pkcs#7' },
    ): string;
  };
}

export const smCrypto = createRequire(import.meta.url)('sm-crypto') as SmCrypto;
