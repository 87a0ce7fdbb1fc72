import { constructed, DerError, membersOf, octetsOf, readDer, smallIntegerOf, TAG } from '../asn1/index.js';
import { OCSP_NONCE } from '../asn1/oids.js';
import { explicit, octetString, oid, sequence } from '../asn1/write.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { extensionsOf, type Certificate } from '../x509/index.js';
import { certificateId, certificateIdOf, type CertificateId, type IdHash } from './certificate-id.js';

/** How many certificates one request may ask for. */
export const MOST_ASKED = 16;

/** A request as it was read. */
export interface OcspRequest {
  readonly asked: readonly CertificateId[];
  /** 1 to 32 bytes (RFC 9654 2.1), to be repeated. */
  readonly nonce: Uint8Array | undefined;
}

/** DER of OCSPRequest (RFC 6960 4.1.1), not signed. `nonce`: 1 to 32 random bytes. */
export function ocspRequest(request: {
  readonly issuer: Certificate;
  /** Lower-case hexadecimal. */
  readonly serials: readonly string[];
  readonly hash: IdHash;
  readonly nonce?: Uint8Array;
  readonly provider: CryptoProvider;
}): Uint8Array {
  const { issuer, serials, hash, nonce, provider } = request;
  const asked = serials.map((serial) => sequence(certificateId(issuer, serial, hash, provider)));
  return sequence(
    sequence(sequence(...asked), ...(nonce === undefined ? [] : [explicit(2, nonceExtensions(nonce))])),
  );
}

/**
 * Reads an OCSPRequest. The requestor's name and signature decide nothing and are passed over.
 * @throws DerError NOT_DER, FORMAT
 */
export function readOcspRequest(der: Uint8Array): OcspRequest {
  const outer = membersOf(readDer(der));
  const members = membersOf(outer.next(TAG.sequence));
  outer.optional(constructed(0));
  outer.end();
  const version = members.optional(constructed(0));
  if (version !== undefined && smallIntegerOf(membersOf(version, constructed(0)).any()) !== 0)
    throw new DerError('FORMAT', 'version');
  members.optional(constructed(1));
  const list = membersOf(members.next(TAG.sequence)).rest(TAG.sequence);
  const extensions = members.optional(constructed(2));
  members.end();
  if (list.length === 0 || list.length > MOST_ASKED) throw new DerError('FORMAT', 'how many are asked for');
  const asked = list.map((each) => {
    const parts = membersOf(each);
    const id = certificateIdOf(parts.next(TAG.sequence));
    parts.optional(constructed(0));
    parts.end();
    return id;
  });
  return { asked, nonce: extensions === undefined ? undefined : nonceIn(extensions, 2) };
}

/** DER of Extensions with the nonce alone. */
export function nonceExtensions(nonce: Uint8Array): Uint8Array {
  if (nonce.length === 0 || nonce.length > 32) throw new RangeError('a nonce is 1 to 32 bytes');
  return sequence(sequence(oid(OCSP_NONCE), octetString(octetString(nonce))));
}

/** The nonce among extensions [n]; a critical extension that is not understood is a fault. @throws DerError */
export function nonceIn(wrapped: Parameters<typeof membersOf>[0], n: number): Uint8Array | undefined {
  const members = membersOf(wrapped, constructed(n));
  const extensions = extensionsOf(members.next(TAG.sequence));
  members.end();
  if (extensions.some(({ oid: id, critical }) => critical && id !== OCSP_NONCE))
    throw new DerError('FORMAT', 'a critical extension');
  const found = extensions.find(({ oid: id }) => id === OCSP_NONCE);
  if (found === undefined) return undefined;
  const nonce = octetsOf(readDer(found.value));
  if (nonce.length === 0 || nonce.length > 32) throw new DerError('FORMAT', 'a nonce is 1 to 32 bytes');
  return nonce;
}
