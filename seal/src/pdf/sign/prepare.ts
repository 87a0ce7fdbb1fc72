import { concat } from '../../asn1/index.js';
import { PdfError } from '../error.js';
import { openPdf } from '../structure/document.js';
import { Update } from '../structure/update.js';
import { latin1, PdfString, textString } from '../syntax/objects.js';
import { encode, serialize } from '../syntax/serialize.js';
import { addSignatureField, type Place } from './form-field.js';
import { importStamp } from './stamp.js';

/** The names that say how a signature is to be read (SubFilter): docs/formats/signed-pdf.md. */
export const FORMS = {
  /** PAdES (ETSI EN 319 142-1): CMS of RFC 5652, with RSA, ECDSA P-256 or SM2. */
  pades: 'ETSI.CAdES.detached',
  /** CMS of GM/T 0010 with SM2; a name of our own, since no standard gives one. */
  'gm-t-0010': 'RENX.GMT0010.detached',
  /** A time-stamp over the document (ISO 32000-2 12.8.5). */
  'time-stamp': 'ETSI.RFC3161',
} as const;

export type SignatureForm = keyof typeof FORMS;

export interface SignatureRequest {
  readonly form: SignatureForm;
  /** Name of the field; one that the document does not have yet. */
  readonly field: string;
  /** Where its stamp is seen; a signature without one is not seen. */
  readonly place?: Place;
  /** A PDF of one page: what is seen there. */
  readonly stamp?: Uint8Array;
  /** The signer's own clock; a claim. PAdES has it here and not in the CMS. */
  readonly at?: Date;
  readonly name?: string;
  readonly reason?: string;
  readonly location?: string;
  /** Bytes left for the CMS; 12,288 when nothing is said. */
  readonly room?: number;
}

/** A document that only lacks the CMS: `bytes` with an empty place inside, and all else is signed. */
export interface PreparedPdf {
  readonly bytes: Uint8Array;
  /** Offset and length of both parts that are signed (ISO 32000-2 12.8.1). */
  readonly byteRange: readonly [number, number, number, number];
}

const ROOM = 12_288;
const RANGE = `/ByteRange [0 ${'0'.repeat(10)} ${'0'.repeat(10)} ${'0'.repeat(10)}]`;

/**
 * Adds a signature field and all that is seen of it to a document by an incremental update, with an empty place for the
 * CMS. Sign {@link signedBytes} of it and give the CMS to {@link embedSignature}. The same input gives the same bytes.
 * @throws PdfError for a document that is not read, a field name that is taken, a page that is not there
 */
export function prepareSignature(document: Uint8Array, request: SignatureRequest): PreparedPdf {
  const source = openPdf(document);
  const update = new Update(source);
  const value = update.reserve();
  const room = request.room ?? ROOM;
  update.setBytes(value, encode(valueText(request, room)));
  addSignatureField(source, update, {
    name: request.field,
    value,
    ...(request.place !== undefined && { place: request.place }),
    ...(request.stamp !== undefined && { appearance: importStamp(update, request.stamp) }),
  });
  const bytes = update.finish();
  const contents = findPlace(bytes, document.length, room);
  const byteRange = [0, contents.start, contents.end, bytes.length - contents.end] as const;
  const text = RANGE.replace(
    /\[.*\]/,
    `[0 ${byteRange
      .slice(1)
      .map((n) => String(n).padStart(10, '0'))
      .join(' ')}]`,
  );
  bytes.set(encode(text), contents.range);
  return { bytes, byteRange };
}

/** The two parts that are signed, one after the other. */
export function signedBytes({
  bytes,
  byteRange: [a, b, c, d],
}: PreparedPdf): readonly [Uint8Array, Uint8Array] {
  return [bytes.subarray(a, a + b), bytes.subarray(c, c + d)];
}

/** Puts the CMS (DER) into its place. @throws PdfError PDF_CONTENTS_TOO_SMALL */
export function embedSignature(
  { bytes, byteRange: [, start, end] }: PreparedPdf,
  cms: Uint8Array,
): Uint8Array {
  if (2 * cms.length > end - start - 2) throw new PdfError('PDF_CONTENTS_TOO_SMALL', 'room for the CMS');
  const [before, after] = [bytes.subarray(0, start + 1), bytes.subarray(end - 1)];
  const padding = encode('0'.repeat(end - start - 2 - 2 * cms.length));
  return concat(before, encode(hexadecimal(cms)), padding, after);
}

function valueText(request: SignatureRequest, room: number): string {
  const text = (key: string, value: string | undefined): string =>
    value === undefined ? '' : `/${key} ${latin1(serialize(textString(value)))}\n`;
  const type = request.form === 'time-stamp' ? 'DocTimeStamp' : 'Sig';
  return [
    `<</Type /${type}\n/Filter /Adobe.PPKLite\n/SubFilter /${FORMS[request.form]}\n`,
    text('Name', request.name),
    text('Reason', request.reason),
    text('Location', request.location),
    request.at === undefined ? '' : `/M (${dateText(request.at)})\n`,
    `${RANGE}\n/Contents <${'0'.repeat(2 * room)}>>>`,
  ].join('');
}

/** ISO 32000-2 7.9.4. */
function dateText(at: Date): string {
  return `D:${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}

/** The only empty place behind the document; texts stand in hexadecimal, so nothing else looks like it. */
function findPlace(
  bytes: Uint8Array,
  from: number,
  room: number,
): { range: number; start: number; end: number } {
  const range = indexOf(bytes, encode(RANGE), from);
  const start = range + RANGE.length + '\n/Contents '.length;
  return { range, start, end: start + 2 * room + 2 };
}

function indexOf(bytes: Uint8Array, part: Uint8Array, from: number): number {
  for (let at = from; at + part.length <= bytes.length; at++) {
    let i = 0;
    while (i < part.length && bytes[at + i] === part[i]) i++;
    if (i === part.length) return at;
  }
  throw new Error('an update without its place');
}

function hexadecimal(bytes: Uint8Array): string {
  return latin1(serialize(new PdfString(bytes))).slice(1, -1);
}
