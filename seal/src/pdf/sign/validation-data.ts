import { sha1 } from '@noble/hashes/legacy.js';
import { toHex } from '@renxin/chaincode/canonical';
import { PdfError } from '../error.js';
import { openPdf, type PdfDocument } from '../structure/document.js';
import { signaturesOf } from '../structure/signatures.js';
import { Update } from '../structure/update.js';
import { dictionary, isDictionary, Name, Ref, Stream, type PdfObject } from '../syntax/objects.js';

/** What it takes to check signatures later, DER each. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** OCSPResponse (RFC 6960). */
  readonly ocsps: readonly Uint8Array[];
  /** Names of the fields whose signatures it is for. */
  readonly fields: readonly string[];
}

/**
 * Puts validation data into the document security store (ISO 32000-2 12.8.4.3, ETSI EN 319 142-1 5.4) by an incremental
 * update, beside what is there already. What the store has is not added twice.
 */
export function addValidationData(document: Uint8Array, data: ValidationData): Uint8Array {
  const source = openPdf(document);
  const update = new Update(source);
  const root = source.trailer.get('Root');
  if (!(root instanceof Ref)) throw new PdfError('PDF_STRUCTURE', 'Root');
  const known = source.catalog.get('DSS');
  const store = isDictionary(source.get(known)) ? source.dictionary(known) : new Map<string, PdfObject>();
  const kept = {
    Certs: keep(source, update, store.get('Certs'), data.certificates),
    CRLs: keep(source, update, store.get('CRLs'), data.crls),
    OCSPs: keep(source, update, store.get('OCSPs'), data.ocsps),
  };
  const related = dictionary({
    Cert: some(kept.Certs.named),
    CRL: some(kept.CRLs.named),
    OCSP: some(kept.OCSPs.named),
  });
  const vri = new Map(isDictionary(source.get(store.get('VRI'))) ? source.dictionary(store.get('VRI')) : []);
  for (const { field, contents } of signaturesOf(source))
    if (data.fields.includes(field)) vri.set(nameInStore(contents), related);
  const after = new Map(store);
  after.set('Type', new Name('DSS'));
  for (const [key, { all }] of Object.entries(kept)) if (all.length > 0) after.set(key, [...all]);
  if (vri.size > 0) after.set('VRI', vri);
  if (known instanceof Ref) update.set(known, after);
  else update.set(root, new Map(source.catalog).set('DSS', update.add(after)));
  return update.finish();
}

/** The name of a signature in VRI: SHA-1 of all of Contents; it protects nothing. */
function nameInStore(contents: Uint8Array): string {
  return toHex(sha1(contents)).toUpperCase();
}

/** The streams of a list with the given values, and which of them these values are. */
function keep(
  source: PdfDocument,
  update: Update,
  list: PdfObject | undefined,
  values: readonly Uint8Array[],
): { readonly all: readonly PdfObject[]; readonly named: readonly PdfObject[] } {
  const all = [...source.array(list)];
  const known = new Map(
    all.flatMap((ref) => {
      const stream = source.get(ref);
      return stream instanceof Stream && !stream.dictionary.has('Filter') ? [[toHex(stream.raw), ref]] : [];
    }),
  );
  const named = values.map((value) => {
    const name = toHex(value);
    const found = known.get(name);
    if (found !== undefined) return found;
    const ref = update.add(new Stream(new Map(), value));
    known.set(name, ref);
    all.push(ref);
    return ref;
  });
  return { all, named };
}

function some(list: readonly PdfObject[]): PdfObject | undefined {
  return list.length === 0 ? undefined : list;
}
