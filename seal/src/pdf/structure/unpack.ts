import { Unzlib } from 'fflate';
import { concat } from '../../asn1/index.js';
import { PdfError } from '../error.js';
import {
  isArray,
  isDictionary,
  isName,
  type Dictionary,
  type PdfObject,
  type Stream,
} from '../syntax/objects.js';
import type { Allowance } from './allowance.js';

/**
 * The content of a stream of the structure (cross-references, packed objects): plain or FlateDecode, with the predictors
 * of PNG. Content of pages is never unpacked here.
 * @throws PdfError PDF_STREAM, PDF_TOO_LARGE
 */
export function unpack(stream: Stream, allowance: Allowance): Uint8Array {
  const filter = single(stream.dictionary.get('Filter') ?? null);
  if (filter === null) {
    allowance.unpack(stream.raw.length);
    return stream.raw;
  }
  if (!isName(filter, 'FlateDecode')) throw new PdfError('PDF_STREAM', 'a filter that is not read');
  const parameters = single(stream.dictionary.get('DecodeParms') ?? null);
  const bytes = inflate(stream.raw, allowance);
  return isDictionary(parameters) ? undoPredictor(bytes, parameters) : bytes;
}

function single(object: PdfObject): PdfObject {
  if (!isArray(object)) return object;
  if (object.length > 1) throw new PdfError('PDF_STREAM', 'more than one filter');
  return object[0] ?? null;
}

const SLICE = 4096;

function inflate(raw: Uint8Array, allowance: Allowance): Uint8Array {
  const parts: Uint8Array[] = [];
  let ended = false;
  const inflater = new Unzlib((part, final) => {
    allowance.unpack(part.length);
    parts.push(part);
    ended ||= final;
  });
  try {
    for (let at = 0; at < raw.length && !ended; at += SLICE)
      inflater.push(raw.subarray(at, at + SLICE), at + SLICE >= raw.length);
  } catch (error) {
    if (error instanceof PdfError) throw error;
    throw new PdfError('PDF_STREAM', 'packed bytes that do not unpack');
  }
  if (!ended) throw new PdfError('PDF_STREAM', 'packed bytes that are cut short');
  return concat(...parts);
}

/** PNG predictors (ISO 32000-2 7.4.4.4), eight bits a component. */
function undoPredictor(bytes: Uint8Array, parameters: Dictionary): Uint8Array {
  const predictor = numberOf(parameters, 'Predictor', 1);
  if (predictor === 1) return bytes;
  const columns = numberOf(parameters, 'Columns', 1);
  const colors = numberOf(parameters, 'Colors', 1);
  const bits = numberOf(parameters, 'BitsPerComponent', 8);
  if (
    predictor < 10 ||
    predictor > 15 ||
    bits !== 8 ||
    colors < 1 ||
    colors > 4 ||
    columns < 1 ||
    columns > 4096
  )
    throw new PdfError('PDF_STREAM', 'a predictor that is not read');
  const width = columns * colors;
  if (bytes.length % (width + 1) !== 0) throw new PdfError('PDF_STREAM', 'rows that are cut short');
  const rows = bytes.length / (width + 1);
  const plain = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const source = row * (width + 1);
    const target = row * width;
    const kind = bytes[source] ?? 0;
    if (kind > 4) throw new PdfError('PDF_STREAM', 'a predictor that is not read');
    for (let i = 0; i < width; i++) {
      const left = i >= colors ? (plain[target + i - colors] ?? 0) : 0;
      const up = row > 0 ? (plain[target + i - width] ?? 0) : 0;
      const corner = row > 0 && i >= colors ? (plain[target + i - width - colors] ?? 0) : 0;
      const byte = bytes[source + 1 + i] ?? 0;
      plain[target + i] = byte + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind]!;
    }
  }
  return plain;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function numberOf(parameters: Dictionary, key: string, otherwise: number): number {
  const value = parameters.get(key) ?? otherwise;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new PdfError('PDF_STREAM', key);
  return value;
}
