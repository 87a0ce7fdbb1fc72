import { hasDigests, parseSignedContract, roles, type SignedContract } from '../../bundle/index.js';
import type { Context } from '../context.js';
import { Fault, type Finding, type Shown } from '../examination.js';
import type { PdfShown } from '../pdf/index.js';
import type { DocumentParts } from './parts.js';

/** A document, both signatures and the record that names them, found to belong together. */
export interface SignedSet {
  readonly parts: DocumentParts;
  readonly record: SignedContract;
}

export type DocumentShown = Shown<'document', SignedSet>;

/**
 * Step `document`: the signed contract names exactly this document and these two signatures. When signatures inside stand
 * behind the document, they were examined as such, and the document is the revision that the record names.
 */
export function checkDocument(
  context: Context,
  given: DocumentParts,
  inside: PdfShown | undefined,
): Finding<SignedSet> {
  const { provider } = context;
  const record = parseSignedContract(given.signed);
  const parts = { ...given, document: named(given.document, record.document.bytes, inside) };
  const { ledger, contract, amendment, version, document } = record;
  const evidence = { ledger, contract, amendment, version, sm3: document.sm3, bytes: document.bytes };
  if (parts.document.length !== document.bytes || !hasDigests(provider, parts.document, document)) {
    throw new Fault('DOCUMENT_ALTERED', evidence);
  }
  for (const [i, role] of roles.entries()) {
    const named = record.signatures[i];
    if (named?.role !== role || !hasDigests(provider, parts.cms[role], named.cms)) {
      throw new Fault('SIGNATURE_NOT_NAMED', { ...evidence, role });
    }
  }
  return { code: 'DOCUMENT_OK', evidence, value: { parts, record } };
}

/** The part of the file that the record names: all of it, or a revision with nothing but signatures behind it. */
function named(document: Uint8Array, bytes: number, inside: PdfShown | undefined): Uint8Array {
  const isRevision = inside?.report.revisions.includes(bytes) === true;
  return isRevision ? document.subarray(0, bytes) : document;
}
