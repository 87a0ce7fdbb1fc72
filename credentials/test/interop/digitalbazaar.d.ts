/* The packages have no types of their own: what the test uses of them. */
declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { signer?: unknown; cryptosuite: unknown; date?: string });
  }
}
declare module '@digitalbazaar/eddsa-jcs-2022-cryptosuite' {
  export function createSignCryptosuite(): unknown;
  export function createVerifyCryptosuite(): unknown;
}
declare module '@digitalbazaar/ed25519-multikey' {
  interface KeyPair {
    readonly publicKeyMultibase: string;
    id: string;
    controller: string;
    signer(): unknown;
  }
  export function generate(options?: {
    id?: string;
    controller?: string;
    seed?: Uint8Array;
  }): Promise<KeyPair>;
}
declare module '@digitalbazaar/vc' {
  interface Result {
    readonly verified: boolean;
    readonly error?: unknown;
  }
  type Loader = (url: string) => Promise<{ documentUrl: string; document: unknown; contextUrl: null }>;
  export function defaultDocumentLoader(url: string): ReturnType<Loader>;
  export function issue(options: {
    credential: object;
    suite: unknown;
    documentLoader: Loader;
  }): Promise<object>;
  export function verifyCredential(options: {
    credential: object;
    suite: unknown;
    documentLoader: Loader;
    now?: Date;
  }): Promise<Result>;
}
declare module 'sm-crypto' {
  const smCrypto: {
    sm2: {
      doVerifySignature(
        message: number[],
        signature: string,
        publicKey: string,
        options: { hash: boolean; der: boolean; userId?: string },
      ): boolean;
      doSignature(
        message: number[],
        privateKey: string,
        options: { hash: boolean; der: boolean; userId?: string; publicKey?: string },
      ): string;
      generateKeyPairHex(): { privateKey: string; publicKey: string };
    };
    sm3(message: number[]): string;
  };
  export default smCrypto;
}
