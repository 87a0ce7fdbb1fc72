import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeProvider } from '../../src/crypto/native.js';
import { findWords } from '../../src/ofd/words.js';
import { ofdOf, type Ofd } from '../../src/ofd/read.js';
import { OfdError, verifyOfd } from '../../src/ofd/index.js';
import { rememberVerified } from '../../src/verify/index.js';
import { readZip, writeZip } from '../../src/zip/index.js';
import { mutated } from '../fuzzing/mutation.js';
import { timely } from '../fuzzing/timely.js';
import { T0 } from '../world.js';

export const CORPUS = fileURLToPath(new URL('../../../test/corpus/ofd', import.meta.url));

/** Documents of ours and of others, and inputs that were made to do harm or once did. */
export function corpus(): Uint8Array[] {
  const foreign = fileURLToPath(new URL('../../../test/vectors/ofd/foreign', import.meta.url));
  return [CORPUS, foreign].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ofd'))
      .sort()
      .map((name) => new Uint8Array(readFileSync(join(folder, name)))),
  );
}

/** The container changed at random, or one of its files, or which files there are: the container is whole again then. */
export function mutatedOfd(
  genuine: Uint8Array,
  others: readonly Uint8Array[],
  random: () => number,
): Uint8Array {
  const files = filesIn(genuine);
  if (files === undefined || random() < 0.2) return mutated(genuine, others, random);
  const paths = [...files.keys()];
  const path = paths[Math.floor(random() * paths.length)] ?? '';
  const other = filesIn(others[Math.floor(random() * others.length)] ?? genuine) ?? files;
  const pieces = [...other.values(), ...HOSTILE];
  const bytes = files.get(path) ?? new Uint8Array();
  switch (Math.floor(random() * 8)) {
    case 0:
      files.delete(path);
      break;
    case 1:
      files.set(path, pieces[Math.floor(random() * pieces.length)] ?? bytes);
      break;
    case 2:
      files.set(`${path}.xml`, bytes);
      break;
    case 3:
      files.set(path, insertedAt(bytes, HOSTILE[Math.floor(random() * HOSTILE.length)] ?? bytes, random));
      break;
    default:
      files.set(path, mutated(bytes, pieces, random));
  }
  return files.size === 0 ? genuine : writeZip(files);
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** What breaks readers of XML and of paths. */
const HOSTILE = [
  '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>',
  '&b;&#0;',
  '<ofd:a>'.repeat(200),
  '"/../../../etc/passwd"',
  '<![CDATA[',
  '<!--',
  ' g 99999999 1 ',
  'NaN -1 1e999 0',
  '-0.0000001 0 0 0',
  '<ofd:Signature xmlns:ofd="http://www.ofdspec.org/2016"/>',
  'xmlns:ofd=""',
].map(text);

function insertedAt(bytes: Uint8Array, piece: Uint8Array, random: () => number): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  return new Uint8Array([...bytes.subarray(0, at), ...piece, ...bytes.subarray(at)]);
}

function filesIn(bytes: Uint8Array): Map<string, Uint8Array> | undefined {
  try {
    return new Map(readZip(bytes, { bytes: 1 << 26, entries: 2048, path: 256 }).files);
  } catch {
    return undefined;
  }
}

const provider = rememberVerified(nativeProvider, 10_000);

/**
 * Opens, verifies and searches the bytes as an OFD without trust; all answer with codes and in time, whatever they are.
 * @throws what must not happen
 */
export function attack(bytes: Uint8Array): void {
  timely(() => read(bytes));
}

function read(bytes: Uint8Array): void {
  const report = verifyOfd({ document: bytes, trust: undefined, now: T0, provider });
  if (report.verdict === 'valid' || report.checks.length === 0) throw new Error('a verdict that cannot be');
  const files = filesIn(bytes);
  const ofd = files === undefined ? undefined : opened(() => ofdOf(files));
  if (ofd !== undefined) opened(() => findWords(ofd, '甲方') && ofd);
}

function opened(open: () => Ofd): Ofd | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof OfdError) return undefined;
    throw error;
  }
}
