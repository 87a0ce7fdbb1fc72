import type { AssertionKey, PublicKey, VerificationKey } from '@renxin/chaincode/messages';
import type { CertificateKey } from '../crypto/certificate-key.js';
import type { RsaKey } from '../crypto/rsa.js';

/** What activated a key for one signature (电子签名法 art. 13: controlled by the signer alone while signing). */
export interface Activation {
  /** Names this one activation in the signer's own log; never personal. */
  readonly id: string;
  /**
   * `unattended` is for services (a time-stamp authority, a ledger operator); a party activates each signature, and an
   * official seal's key may demand two officers.
   */
  readonly method: 'unattended' | 'passphrase' | 'confirmation' | 'two-person';
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
}

/**
 * A private key that signs and never leaves. File key, HSM and phone fit behind it. Without more words a signer's key is
 * one that authorises (SM2 or P-256).
 * @see Activation
 */
export interface Signer<K extends VerificationKey | RsaKey = PublicKey> {
  readonly key: K;
  /**
   * Signs with the key's own algorithm (SM2 with SM3 and user id 1234567812345678, ECDSA P-256 with SHA-256, Ed25519 of
   * RFC 8032, RSASSA-PKCS1-v1_5 with SHA-256). Resolves to r || s (of Ed25519 R || S), 64 bytes; of RSA to as many as its
   * modulus has.
   */
  sign(request: {
    algorithm: K['algorithm'];
    message: Uint8Array;
    activation: Activation;
  }): Promise<Uint8Array>;
}

/** A signer for EdDSA proofs of credentials; what it signs authorises nothing on the ledger. */
export type AssertionSigner = Signer<AssertionKey>;

/** A signer whose key can stand in a certificate. */
export type CertificateSigner = Signer<CertificateKey>;

/** A signer for certificates, documents and time-stamps with RSA; what it signs authorises nothing on the ledger. */
export type RsaSigner = Signer<RsaKey>;
