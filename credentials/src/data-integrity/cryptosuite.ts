import type { VerificationKey } from '@renxin/chaincode/messages';
import type { HashAlgorithm } from '@renxin/seal/crypto';

/** What a JCS suite consists of: the key's algorithm, and the hash over proof options and document. */
export interface Cryptosuite {
  readonly algorithm: VerificationKey['algorithm'];
  readonly hash: HashAlgorithm;
}

/** `eddsa-jcs-2022` is W3C's (vc-di-eddsa, section 3.3), `sm2-jcs-2026` ours (docs/formats/sm2-jcs.md). */
export const cryptosuites = {
  'eddsa-jcs-2022': { algorithm: 'Ed25519', hash: 'SHA-256' },
  'sm2-jcs-2026': { algorithm: 'SM2', hash: 'SM3' },
} as const satisfies Record<string, Cryptosuite>;

export type CryptosuiteName = keyof typeof cryptosuites;

export function isCryptosuite(name: string): name is CryptosuiteName {
  return Object.hasOwn(cryptosuites, name);
}
