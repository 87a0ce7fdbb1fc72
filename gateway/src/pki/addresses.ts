/** The base under which `/pki/...` answers, without a trailing slash. */
export type PkiAddress = string;

/**
 * Where the status of what an authority issued is asked for, and where its own certificate lies: they stand in every
 * certificate that it issues (RFC 5280 4.2.1.13, 4.2.2.1). Nothing while nobody knows where this process listens.
 */
export function addressesOf(
  base: PkiAddress | undefined,
  authority: string,
): { crlUrl?: string; ocspUrl?: string; issuerUrl?: string } {
  if (base === undefined) return {};
  return {
    crlUrl: `${base}/pki/revocation-lists/${authority}`,
    ocspUrl: `${base}/pki/ocsp/${authority}`,
    issuerUrl: `${base}/pki/certificates/${authority}`,
  };
}
