import type { PublicKey } from '@renxin/chaincode/messages';

/** What activated a key for one signature (电子签名法 art. 13: controlled by the signer alone while signing). */
export interface Activation {
  /** Names this one activation in the signer's own log; never personal. */
  readonly id: string;
  /** `unattended` is for services (a time-stamp authority, a ledger operator); a party activates each signature. */
  readonly method: 'unattended' | 'passphrase' | 'confirmation';
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
}

/**
 * A private key that signs and never leaves. File key, HSM and phone fit behind it.
 * @see Activation
 */
export interface Signer {
  readonly key: PublicKey;
  /**
   * Signs with the key's own algorithm (SM2 with SM3 and user id 1234567812345678, or ECDSA P-256 with SHA-256).
   * Resolves to r || s, 64 bytes.
   */
  sign(request: {
    algorithm: PublicKey['algorithm'];
    message: Uint8Array;
    activation: Activation;
  }): Promise<Uint8Array>;
}
