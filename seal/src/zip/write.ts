import { compareCodeUnits } from '@renxin/chaincode/canonical';
import { crc32 } from './crc.js';

/**
 * The one ZIP of these files: stored without compression, sorted by path, every time 1980-01-01 00:00, no comments, no
 * extra fields, names in UTF-8. The same files give the same bytes everywhere. Paths are taken as they are.
 */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries = [...files.keys()].sort(compareCodeUnits).map((path): Entry => {
    const bytes = files.get(path) ?? new Uint8Array();
    return { name: new TextEncoder().encode(path), bytes, crc: crc32(bytes), offset: 0 };
  });
  let end = 0;
  for (const entry of entries) {
    entry.offset = end;
    end += LOCAL + entry.name.length + entry.bytes.length;
  }
  const directory = entries.reduce((sum, { name }) => sum + LISTED + name.length, 0);
  const zip = new Uint8Array(end + directory + END);
  const view = new DataView(zip.buffer);
  let at = end;
  for (const entry of entries) {
    writeEntry(zip, view, entry);
    at = writeListed(zip, view, entry, at);
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, directory, true);
  view.setUint32(at + 16, end, true);
  return zip;
}

interface Entry {
  readonly name: Uint8Array;
  readonly bytes: Uint8Array;
  readonly crc: number;
  offset: number;
}

const LOCAL = 30;
const LISTED = 46;
const END = 22;

/** Local header (APPNOTE 4.3.7) and data. */
function writeEntry(zip: Uint8Array, view: DataView, entry: Entry): void {
  const { offset, name, bytes } = entry;
  view.setUint32(offset, 0x04034b50, true);
  writeShared(view, entry, offset + 4);
  zip.set(name, offset + LOCAL);
  zip.set(bytes, offset + LOCAL + name.length);
}

/** Record of the directory (APPNOTE 4.3.12). Answers where the next one begins. */
function writeListed(zip: Uint8Array, view: DataView, entry: Entry, at: number): number {
  view.setUint32(at, 0x02014b50, true);
  view.setUint16(at + 4, 20, true);
  writeShared(view, entry, at + 6);
  view.setUint32(at + 42, entry.offset, true);
  zip.set(entry.name, at + LISTED);
  return at + LISTED + entry.name.length;
}

/** From the version needed to the lengths: the same in both. Method and comment stay 0. */
function writeShared(view: DataView, { name, bytes, crc }: Entry, at: number): void {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, name.every((byte) => byte < 0x80) ? 0 : 0x800, true);
  view.setUint16(at + 8, 0x21, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, bytes.length, true);
  view.setUint32(at + 18, bytes.length, true);
  view.setUint16(at + 22, name.length, true);
}
