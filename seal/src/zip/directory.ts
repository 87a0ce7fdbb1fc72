import { ZipError } from './error.js';

/** One entry, found where the directory says and with a header that says the same. */
export interface Entry {
  readonly name: string;
  /** As it stands in the archive. */
  readonly packed: Uint8Array;
  /** Unpacked. */
  readonly size: number;
  readonly crc: number;
  readonly stored: boolean;
}

interface End {
  readonly entries: number;
  readonly at: number;
  readonly directory: number;
}

/** The end record (APPNOTE 4.3.16): the last bytes of the archive, one volume, no comment, right behind the directory. */
export function endOf(bytes: Uint8Array): End {
  const at = bytes.length - 22;
  if (at < 0) throw new ZipError('CONTAINER_MALFORMED');
  const view = viewOf(bytes);
  const u16 = (offset: number): number => view.getUint16(at + offset, true);
  const entries = u16(10);
  const [length, directory] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
  const isPlain = u16(4) === 0 && u16(6) === 0 && u16(8) === entries && u16(20) === 0;
  if (view.getUint32(at, true) !== END || !isPlain || entries === 0 || directory + length !== at)
    throw new ZipError('CONTAINER_MALFORMED');
  return { entries, at, directory };
}

/** The entries in the order of the archive. @throws ZipError CONTAINER_MALFORMED, CONTAINER_PATH */
export function entriesOf(bytes: Uint8Array, end: End): readonly Entry[] {
  const view = viewOf(bytes);
  const listed: Listed[] = [];
  let at = end.directory;
  for (let i = 0; i < end.entries; i++) {
    const one = listedAt(bytes, view, at, end.at);
    listed.push(one);
    at = one.next;
  }
  if (at !== end.at) throw new ZipError('CONTAINER_MALFORMED');
  listed.sort((a, b) => a.offset - b.offset);
  let expected = 0;
  return listed.map((one, i) => {
    if (one.offset !== expected) throw new ZipError('CONTAINER_MALFORMED');
    expected = listed[i + 1]?.offset ?? end.directory;
    return entryOf(bytes, view, one, expected);
  });
}

interface Listed {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
  readonly next: number;
}

/** One record of the central directory (APPNOTE 4.3.12). */
function listedAt(bytes: Uint8Array, view: DataView, at: number, end: number): Listed {
  if (at + 46 > end || view.getUint32(at, true) !== LISTED) throw new ZipError('CONTAINER_MALFORMED');
  const u16 = (offset: number): number => view.getUint16(at + offset, true);
  const u32 = (offset: number): number => view.getUint32(at + offset, true);
  const [flags, method] = [u16(8), u16(10)];
  const next = at + 46 + u16(28) + u16(30) + u16(32);
  const volume = u16(34);
  // Only: sizes behind the data, names in UTF-8, and hints about how well it was packed.
  const known = (flags & ~(DESCRIPTOR | UTF8 | 6)) === 0 && (method === 0 || method === 8);
  if (next > end || volume !== 0 || !known) throw new ZipError('CONTAINER_MALFORMED');
  const nameBytes = bytes.subarray(at + 46, at + 46 + u16(28));
  const name = nameOf(nameBytes, (flags & UTF8) !== 0);
  const [crc, packedSize, size, offset] = [u32(16), u32(20), u32(24), u32(42)];
  if ([packedSize, size, offset].includes(0xffffffff)) throw new ZipError('CONTAINER_LIMITS');
  if (method === 0 && packedSize !== size) throw new ZipError('CONTAINER_MALFORMED');
  if (name.endsWith('/') && size !== 0) throw new ZipError('CONTAINER_MALFORMED');
  return { name, nameBytes, flags, method, crc, packedSize, size, offset, next };
}

/** The local header (APPNOTE 4.3.7) must say what the directory says, and the data must reach to `end`. */
function entryOf(bytes: Uint8Array, view: DataView, one: Listed, end: number): Entry {
  const { offset, flags, packedSize } = one;
  if (offset + 30 > end || view.getUint32(offset, true) !== LOCAL) throw new ZipError('CONTAINER_MALFORMED');
  const u16 = (at: number): number => view.getUint16(offset + at, true);
  const u32 = (at: number): number => view.getUint32(offset + at, true);
  const start = offset + 30 + u16(26) + u16(28);
  const data = start + packedSize;
  const later = (flags & DESCRIPTOR) !== 0;
  const same = (at: number, stated: number): boolean => u32(at) === stated || (later && u32(at) === 0);
  const agrees =
    u16(6) === flags &&
    u16(8) === one.method &&
    same(14, one.crc) &&
    same(18, packedSize) &&
    same(22, one.size) &&
    u16(26) === one.nameBytes.length &&
    data <= end &&
    one.nameBytes.every((byte, i) => byte === bytes[offset + 30 + i]);
  if (!agrees || !(later ? isDescriptor(view, data, end, one) : data === end))
    throw new ZipError('CONTAINER_MALFORMED');
  return {
    name: one.name,
    packed: bytes.subarray(start, data),
    size: one.size,
    crc: one.crc,
    stored: one.method === 0,
  };
}

/** The data descriptor (APPNOTE 4.3.9), with or without its signature. */
function isDescriptor(view: DataView, at: number, end: number, one: Listed): boolean {
  const length = end - at;
  if (length !== 12 && length !== 16) return false;
  const from = end - 12;
  return (
    (length === 12 || view.getUint32(at, true) === 0x08074b50) &&
    view.getUint32(from, true) === one.crc &&
    view.getUint32(from + 4, true) === one.packedSize &&
    view.getUint32(from + 8, true) === one.size
  );
}

function nameOf(bytes: Uint8Array, utf8: boolean): string {
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (utf8 || bytes.every((byte) => byte < 0x80)) return name;
  } catch {
    // Not UTF-8: refused below.
  }
  throw new ZipError('CONTAINER_PATH');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const DESCRIPTOR = 8;
const UTF8 = 0x800;
