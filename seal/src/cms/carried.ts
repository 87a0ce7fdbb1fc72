import { sameBytes } from '../asn1/index.js';
import {
  keysMatch,
  readCertificate,
  readRevocationList,
  type Certificate,
  type RevocationList,
} from '../x509/index.js';

/**
 * What a signature carries so that it can be checked offline: the signer's certificate and its issuers up to, but without,
 * the root (trust never comes from what is checked), and of each issuer the newest of the given CRLs. Whatever else is in
 * `chain` and `crls` is left out.
 * @throws DerError when one of them cannot be read
 */
export function carriedMaterial(
  certificate: Certificate,
  chain: readonly Uint8Array[],
  crls: readonly Uint8Array[],
): { certificates: Uint8Array[]; crls: Uint8Array[] } {
  const candidates = chain.map(readCertificate).filter((each) => !sameBytes(each.issuer, each.subject));
  const path = [certificate];
  for (let last = certificate; path.length <= candidates.length;) {
    const issuer = candidates.find(
      (each) => sameBytes(each.subject, last.issuer) && keysMatch(each, last) && !path.includes(each),
    );
    if (issuer === undefined) break;
    path.push(issuer);
    last = issuer;
  }
  return { certificates: path.map((each) => each.der), crls: newestLists(path, crls) };
}

function newestLists(path: readonly Certificate[], crls: readonly Uint8Array[]): Uint8Array[] {
  const lists = crls.map(readRevocationList).sort((a, b) => b.thisUpdate - a.thisUpdate);
  return path.flatMap((certificate) => {
    const newest = lists.find((list) => isOfIssuer(list, certificate));
    return newest === undefined ? [] : [newest.der];
  });
}

/** Both name their issuer, and when both name its key, the same one. */
function isOfIssuer(list: RevocationList, certificate: Certificate): boolean {
  const [a, b] = [list.authorityKeyIdentifier, certificate.authorityKeyIdentifier];
  return (
    sameBytes(list.issuer, certificate.issuer) && (a === undefined || b === undefined || sameBytes(a, b))
  );
}
