import { fromBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey, VerificationKey } from '@renxin/chaincode/messages';
import { publicKeyOfSpki, signatureFromDer, signatureToDer, spkiOf } from './der.js';
import type { AnyHash, CryptoProvider, LongHash } from './provider.js';
import { rsaKeyOfSpki, rsaPublicKeyBits, rsaSpkiOf, type RsaKey, type RsaPadding } from './rsa.js';

/** The keys that stand in certificates: those that authorise on the ledger, and RSA, which authorises nothing there. */
export type CertificateKey = PublicKey | RsaKey;

/** How a certificate key signs: an RSA key in two ways, the others in one; P-256 and RSA with SHA-256 unless more is said. */
export type SignatureScheme =
  CertificateKey['algorithm'] | 'RSA-PSS' | `${'P-256' | 'RSA' | 'RSA-PSS'} ${LongHash}`;

/** The parts of a scheme. */
export function schemeParts(scheme: SignatureScheme): {
  readonly algorithm: CertificateKey['algorithm'];
  readonly padding: RsaPadding;
  readonly hash: AnyHash;
} {
  const [kind = '', long] = scheme.split(' ') as [string, LongHash | undefined];
  const algorithm = kind === 'RSA-PSS' ? 'RSA' : (kind as CertificateKey['algorithm']);
  const hash = long ?? (algorithm === 'SM2' ? 'SM3' : 'SHA-256');
  return { algorithm, padding: kind === 'RSA-PSS' ? 'PSS' : 'PKCS1', hash };
}

/** True for the same key of the same kind. */
export function sameKey(
  a: CertificateKey | VerificationKey | undefined,
  b: CertificateKey | VerificationKey | undefined,
): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.algorithm === 'RSA')
    return b.algorithm === 'RSA' && a.modulus === b.modulus && a.exponent === b.exponent;
  return b.algorithm !== 'RSA' && a.algorithm === b.algorithm && a.point === b.point;
}

/** DER of SubjectPublicKeyInfo. @throws RangeError for an elliptic key that has not the form of a point */
export function certificateSpkiOf(key: CertificateKey): Uint8Array {
  return key.algorithm === 'RSA' ? rsaSpkiOf(key) : spkiOf(key);
}

/** The key of a SubjectPublicKeyInfo; undefined for a kind that is not accepted (another curve, a short modulus, ...). */
export function certificateKeyOfSpki(der: Uint8Array): CertificateKey | undefined {
  return publicKeyOfSpki(der) ?? rsaKeyOfSpki(der);
}

/** The content of the BIT STRING subjectPublicKey: the point, or DER of RSAPublicKey. */
export function publicKeyBits(key: CertificateKey): Uint8Array {
  return key.algorithm === 'RSA' ? rsaPublicKeyBits(key) : (fromBase64url(key.point) ?? new Uint8Array());
}

/** A signature in the form of X.509 and CMS: DER of SEQUENCE { r, s }, or the octets of RSA as they are. */
export function signatureValueOf(key: CertificateKey, signature: Uint8Array): Uint8Array {
  return key.algorithm === 'RSA' ? signature : signatureToDer(signature);
}

/**
 * Verifies a signature in the form of X.509 and CMS ({@link signatureValueOf}) made in this way; any other form is not a
 * signature. Never throws.
 */
export function verifySignatureValue(
  provider: CryptoProvider,
  key: CertificateKey,
  scheme: SignatureScheme,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { algorithm, padding, hash } = schemeParts(scheme);
  if (algorithm !== key.algorithm) return false;
  if (key.algorithm === 'RSA')
    return hash !== 'SM3' && provider.verifyRsa(key, padding, message, signature, hash);
  const raw = signatureFromDer(signature);
  if (raw === undefined) return false;
  return hash === 'SHA-384' || hash === 'SHA-512'
    ? provider.verifyEcdsa(key, hash, message, raw)
    : provider.verify(key, message, raw);
}
