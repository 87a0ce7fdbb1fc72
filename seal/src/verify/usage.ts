import { KP_TIME_STAMPING } from '../asn1/oids.js';
import { KEY_USAGE_BIT, type Certificate } from '../x509/index.js';

/** What a key is about to be trusted for. */
export type Use = 'document' | 'time-stamp' | 'seal-maker' | 'any';

export type UsageFault =
  | 'CHAIN_CRITICAL_EXTENSION'
  | 'CHAIN_BASIC_CONSTRAINTS'
  | 'CHAIN_PATH_LENGTH'
  | 'CHAIN_KEYUSAGE'
  | 'CHAIN_EKU';

/** Constraints along a path (RFC 5280 6.1.4): the first fault and where, 0 being the leaf. */
export function usageFault(
  path: readonly Certificate[],
  use: Use,
): { code: UsageFault; index: number } | undefined {
  for (const [index, certificate] of path.entries()) {
    const code =
      (certificate.unsupported.length > 0 ? 'CHAIN_CRITICAL_EXTENSION' : undefined) ??
      (index === 0 ? leafFault(certificate, use) : authorityFault(certificate, path.slice(1, index), use));
    if (code !== undefined) return { code, index };
  }
  return undefined;
}

const ANY_PURPOSE = '2.5.29.37.0';
/** RFC 9336. */
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';

function leafFault(leaf: Certificate, use: Use): UsageFault | undefined {
  if (use === 'any') return undefined;
  if (leaf.ca) return 'CHAIN_BASIC_CONSTRAINTS';
  return use === 'time-stamp' ? timeStampFault(leaf) : documentFault(leaf);
}

/** Who signs a document, or a seal that others use, stands by it: nonRepudiation (contentCommitment). */
function documentFault({ keyUsage, extendedKeyUsage }: Certificate): UsageFault | undefined {
  if (!keyUsage?.has(KEY_USAGE_BIT.nonRepudiation)) return 'CHAIN_KEYUSAGE';
  const purposes = extendedKeyUsage?.purposes ?? [ANY_PURPOSE];
  return purposes.some((purpose) => purpose === ANY_PURPOSE || purpose === DOCUMENT_SIGNING)
    ? undefined
    : 'CHAIN_EKU';
}

/** RFC 3161 2.3: exactly one purpose, marked critical. */
function timeStampFault({ keyUsage, extendedKeyUsage }: Certificate): UsageFault | undefined {
  const purposes = extendedKeyUsage?.purposes ?? [];
  if (!extendedKeyUsage?.critical || purposes.length !== 1 || purposes[0] !== KP_TIME_STAMPING)
    return 'CHAIN_EKU';
  if (keyUsage === undefined) return undefined;
  const allowed: readonly number[] = [KEY_USAGE_BIT.digitalSignature, KEY_USAGE_BIT.nonRepudiation];
  return keyUsage.size > 0 && [...keyUsage].every((bit) => allowed.includes(bit))
    ? undefined
    : 'CHAIN_KEYUSAGE';
}

function authorityFault(
  authority: Certificate,
  below: readonly Certificate[],
  use: Use,
): UsageFault | undefined {
  if (!authority.ca) return 'CHAIN_BASIC_CONSTRAINTS';
  if (authority.keyUsage !== undefined && !authority.keyUsage.has(KEY_USAGE_BIT.keyCertSign))
    return 'CHAIN_KEYUSAGE';
  if (authority.pathLength !== undefined && below.length > authority.pathLength) return 'CHAIN_PATH_LENGTH';
  const purposes = authority.extendedKeyUsage?.purposes;
  if (use !== 'time-stamp' || purposes === undefined) return undefined;
  return purposes.some((purpose) => purpose === ANY_PURPOSE || purpose === KP_TIME_STAMPING)
    ? undefined
    : 'CHAIN_EKU';
}
