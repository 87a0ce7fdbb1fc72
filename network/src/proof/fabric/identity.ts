import { fromBase64url } from '@renxin/chaincode/canonical';
import { signatureFromDer, type CertificateKey, type CryptoProvider } from '@renxin/seal/crypto';
import { organizationalUnitsOf, readCertificate, verifyChain, type Certificate } from '@renxin/seal/verify';
import { ProofError } from '../error.js';
import { readSerializedIdentity } from './messages.js';

/** Who signed, as its certificate says; nothing about the certificate has been verified. */
export interface Identity {
  /** The MSP id. */
  readonly organisation: string;
  readonly certificate: Certificate;
}

export type Role = 'client' | 'peer' | 'admin' | 'orderer';

const ROLES: readonly string[] = ['client', 'peer', 'admin', 'orderer'];

/** Reads `msp.SerializedIdentity` with a certificate in PEM. @throws ProofError PROOF_FORMAT */
export function readIdentity(bytes: Uint8Array): Identity {
  const { mspid, idBytes } = readSerializedIdentity(bytes);
  const text = new TextDecoder('utf-8').decode(idBytes);
  const body = /^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]+)\n-----END CERTIFICATE-----\n?$/.exec(
    text,
  )?.[1];
  if (mspid === '' || body === undefined) throw new ProofError('PROOF_FORMAT');
  return { organisation: mspid, certificate: certificateOf(body.replaceAll('\n', '')) };
}

/** Reads base64 (with padding) of a certificate's DER. @throws ProofError PROOF_FORMAT */
export function certificateOf(base64: string): Certificate {
  const der = derOf(base64);
  try {
    return readCertificate(der);
  } catch (error) {
    throw new ProofError('PROOF_FORMAT', { cause: error });
  }
}

/**
 * True when the certificate's path to one of the roots holds at a time, and it has the role (`OU` of Fabric's NodeOUs) and
 * no other. Whether it was revoked only the channel's configuration says: docs/formats/fabric-proofs.md.
 */
export function holdsRole(
  provider: CryptoProvider,
  { certificate }: Identity,
  roots: readonly string[],
  time: string,
  roles: readonly Role[],
): boolean {
  const own = organizationalUnitsOf(certificate.subject).filter((unit) => ROLES.includes(unit));
  const [role] = own;
  if (own.length !== 1 || !roles.some((each) => each === role) || certificate.ca) return false;
  const { checks } = verifyChain({
    leaf: certificate.der,
    intermediates: [],
    roots: roots.map(derOf),
    at: new Date(time),
    crls: [],
    use: 'any',
    provider,
  });
  const path = checks.some(({ step, outcome }) => step === 'path' && outcome === 'pass');
  return path && checks.every(({ outcome }) => outcome !== 'fail');
}

/** True for Fabric's form of a signature: ECDSA P-256 in DER with s in the lower half, so that there is one for each. */
export function isSignedBy(
  provider: CryptoProvider,
  key: CertificateKey | undefined,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const raw = signatureFromDer(signature);
  if (raw === undefined || key?.algorithm !== 'P-256' || !isLow(raw.subarray(32))) return false;
  return provider.verify(key, message, raw);
}

const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

function isLow(s: Uint8Array): boolean {
  return s.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) <= HALF_ORDER;
}

function derOf(base64: string): Uint8Array {
  const der = fromBase64url(base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  if (der === undefined) throw new ProofError('PROOF_FORMAT');
  return der;
}
