import { TextDecoder } from 'node:util';
import type { ImportEncoding } from '@renxin/wallets/api';
import { FileFault } from './file-fault.js';

/** Bytes that are looked at before the encoding is decided. */
const SAMPLE = 65_536;

/**
 * The text of a file, as it comes. ASCII is the same in both encodings; at the first bytes that are not, the encoding is
 * found and stays. UTF-8 with or without a byte order mark, or GB 18030.
 *
 * Chinese in UTF-8 has three bytes a character, and text of GB 18030 is hardly ever well-formed UTF-8: so what is
 * well-formed and has such characters, or begins with many of them, is UTF-8, whatever was declared, and anything else is
 * GB 18030 unless UTF-8 was declared. A file that is read as another encoding than it has would issue certificates to
 * wrong names.
 *
 * @throws FileFault IMPORT_ENCODING when it is neither, is not what was declared, or cannot be told without a declaration
 */
export async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  declared: ImportEncoding | undefined,
  found: (encoding: ImportEncoding) => void,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const sample of samplesOf(bytes)) {
    const isFirst = sample.isFirst;
    let part = sample.bytes;
    if (decoder === undefined && isFirst && hasMark(part)) {
      if (declared === 'gb18030') throw new FileFault('IMPORT_ENCODING');
      part = part.subarray(3);
      decoder = decoderOf('utf-8', found);
    }
    if (part.includes(0)) throw new FileFault('IMPORT_ENCODING');
    if (decoder === undefined && isAscii(part)) {
      yield ascii.decode(part);
      continue;
    }
    decoder ??= decoderOf(encodingOf(part, sample.isLast, declared), found);
    yield decode(decoder, part, false);
  }
  if (decoder === undefined) found(declared ?? 'utf-8');
  else yield decode(decoder, new Uint8Array(), true);
}

const ascii = new TextDecoder('utf-8');

function encodingOf(
  sample: Uint8Array,
  isLast: boolean,
  declared: ImportEncoding | undefined,
): ImportEncoding {
  const isWhole = isWellFormed(sample, isLast);
  const characters = charactersOf(sample);
  const isUtf8 = isWhole || characters >= MANY;
  if (!isUtf8 && declared === 'utf-8') throw new FileFault('IMPORT_ENCODING');
  if (isUtf8 && characters > 0 && declared === 'gb18030') throw new FileFault('IMPORT_ENCODING');
  if (isUtf8 && characters === 0 && declared === undefined) throw new FileFault('IMPORT_ENCODING');
  return isUtf8 && declared !== 'gb18030' ? 'utf-8' : 'gb18030';
}

/** So many characters of three bytes, one after another, do not come about in text of GB 18030. */
const MANY = 8;

function isWellFormed(sample: Uint8Array, isLast: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: !isLast });
    return true;
  } catch {
    return false;
  }
}

/** Characters of three and more bytes before the first byte that does not fit UTF-8. */
function charactersOf(sample: Uint8Array): number {
  const [begun = ''] = new TextDecoder('utf-8').decode(sample, { stream: true }).split('\ufffd', 1);
  return begun.match(/[\u0800-\uffff]/g)?.length ?? 0;
}

function decoderOf(encoding: ImportEncoding, found: (encoding: ImportEncoding) => void): TextDecoder {
  found(encoding);
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
}

function decode(decoder: TextDecoder, bytes: Uint8Array, isLast: boolean): string {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch (cause) {
    throw new FileFault('IMPORT_ENCODING', { cause });
  }
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

/** The bytes in pieces that are large enough to tell an encoding by, whatever pieces they came in. */
async function* samplesOf(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ bytes: Uint8Array; isFirst: boolean; isLast: boolean }> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  let isFirst = true;
  for await (const chunk of bytes) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < SAMPLE) continue;
    yield { bytes: Buffer.concat(waiting), isFirst, isLast: false };
    [waiting, size, isFirst] = [[], 0, false];
  }
  if (size > 0 || isFirst) yield { bytes: Buffer.concat(waiting), isFirst, isLast: true };
}
