import { toBase64url } from '@renxin/chaincode/canonical';
import { certificateSpkiOf, sameKey, type CertificateKey, type CryptoProvider } from '@renxin/seal/crypto';
import { readCertificate, type Certificate } from '@renxin/seal/verify';
import type { KeyRing } from './key-ring.js';

/** One key as an inventory shows it; nothing of it is secret. */
export interface InventoryEntry {
  readonly name: string;
  /** The organisation whose key it is; null for keys of the platform as a whole. */
  readonly organisation: string | null;
  readonly algorithm: CertificateKey['algorithm'];
  /** SM3 of SubjectPublicKeyInfo, base64url. */
  readonly fingerprint: string;
  /** Software keys in a file are for tests and demonstrations only. */
  readonly held: 'file';
  readonly testOnly: true;
  readonly certificate: {
    readonly serial: string;
    readonly notBefore: string;
    readonly notAfter: string;
  } | null;
  /** By its certificate's period; `without-certificate` where none is given. */
  readonly state: 'in-period' | 'not-yet' | 'expired' | 'without-certificate';
}

/** Every signing key of a ring, by name, with its certificate where one of `certificates` (DER) is for it. */
export function inventoryOf(
  keys: KeyRing,
  organisations: readonly string[],
  certificates: readonly Uint8Array[],
  now: Date,
  provider: CryptoProvider,
): InventoryEntry[] {
  const known = certificates.map(readCertificate);
  return keys.names().map((name) => {
    const { key } = keys.certificateSigner(name);
    const certificate = known.find((each) => sameKey(each.key, key));
    return {
      name,
      organisation: ownerOf(name, organisations),
      algorithm: key.algorithm,
      fingerprint: toBase64url(provider.hash('SM3', certificateSpkiOf(key))),
      held: 'file',
      testOnly: true,
      certificate:
        certificate === undefined
          ? null
          : {
              serial: certificate.serial,
              notBefore: new Date(certificate.notBefore).toISOString(),
              notAfter: new Date(certificate.notAfter).toISOString(),
            },
      state: stateOf(certificate, now.getTime()),
    };
  });
}

/** `gd` and names that end or begin with it as a whole word (`log-gd`). */
function ownerOf(name: string, organisations: readonly string[]): string | null {
  return (
    organisations.find((id) => name === id || name.endsWith(`-${id}`) || name.startsWith(`${id}-`)) ?? null
  );
}

function stateOf(certificate: Certificate | undefined, now: number): InventoryEntry['state'] {
  if (certificate === undefined) return 'without-certificate';
  if (now < certificate.notBefore) return 'not-yet';
  return now < certificate.notAfter + 1000 ? 'in-period' : 'expired';
}
