import { DerError, sameBytes } from '../asn1/index.js';
import { keysMatch, type Certificate } from '../x509/index.js';
import type { SignedData } from './signed-data.js';

/** The signer's certificate and its issuers, by name, of what a SignedData carries. */
export interface CarriedPath {
  readonly leaf: Certificate;
  readonly intermediates: readonly Certificate[];
}

/**
 * Puts the certificates in order from the signer's upwards. Everything carried must belong: a certificate beside the path,
 * a root (trust never comes from what is checked), a second CRL of one issuer or one of a stranger is a fault of format.
 * `others` are used only when nothing is carried (a token that was asked for without certificates).
 * @throws DerError FORMAT
 */
export function carriedPath(signedData: SignedData, others: readonly Certificate[] = []): CarriedPath {
  const { certificates, crls, signer } = signedData;
  const given = certificates.length > 0 ? certificates : others;
  const leaf = given.find((each) => sameBytes(each.issuer, signer.issuer) && each.serial === signer.serial);
  if (leaf === undefined) throw new DerError('FORMAT', "the signer's certificate is not there");
  if (certificates.length === 0) {
    if (crls.length > 0) throw new DerError('FORMAT', 'CRLs without certificates');
    return { leaf, intermediates: others.filter((each) => each !== leaf) };
  }
  const path = [leaf];
  for (let last = leaf; ;) {
    const next = certificates.find(
      (each) => sameBytes(each.subject, last.issuer) && keysMatch(each, last) && !path.includes(each),
    );
    if (next === undefined) break;
    path.push(next);
    last = next;
  }
  if (path.length !== certificates.length) throw new DerError('FORMAT', 'a certificate that does not belong');
  if (path.some((each) => sameBytes(each.subject, each.issuer)))
    throw new DerError('FORMAT', 'a root inside');
  requireListsOf(path, signedData);
  return { leaf, intermediates: path.slice(1) };
}

function requireListsOf(path: readonly Certificate[], { crls }: SignedData): void {
  for (const [i, list] of crls.entries()) {
    const belongs = path.some((each) => sameBytes(each.issuer, list.issuer));
    const another = crls.some((each, k) => k !== i && sameBytes(each.issuer, list.issuer));
    if (!belongs || another) throw new DerError('FORMAT', 'a CRL that does not belong');
  }
}
