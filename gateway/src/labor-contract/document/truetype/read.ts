/** One glyph of a TrueType font as it stands in `glyf`, without its instructions. */
export interface TrueTypeGlyph {
  readonly outline: Uint8Array;
  /** Glyphs of the same font of which it is put together, with the place of each number in `outline`. */
  readonly parts: readonly { readonly id: number; readonly at: number }[];
  readonly advance: number;
  readonly leftBearing: number;
  readonly points: number;
  readonly contours: number;
}

/** A TrueType font (OpenType 1.9, `glyf` outlines) opened for its glyphs. */
export interface TrueType {
  /** @throws RangeError for a number that the font does not have, or a font that is cut short */
  glyph(id: number): TrueTypeGlyph;
}

/** @throws RangeError when a table is missing */
export function openTrueType(sfnt: Uint8Array): TrueType {
  const view = new DataView(sfnt.buffer, sfnt.byteOffset, sfnt.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const entry = 12 + 16 * i;
    tables.set(String.fromCharCode(...sfnt.subarray(entry, entry + 4)), view.getUint32(entry + 8));
  }
  const table = (tag: string): number => {
    const at = tables.get(tag);
    if (at === undefined) throw new RangeError(`no table ${tag}`);
    return at;
  };
  const [head, hhea, hmtx, loca, glyf] = ['head', 'hhea', 'hmtx', 'loca', 'glyf'].map(table) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const isLong = view.getInt16(head + 50) === 1;
  const metrics = view.getUint16(hhea + 34);
  const offset = (id: number): number =>
    isLong ? view.getUint32(loca + 4 * id) : 2 * view.getUint16(loca + 2 * id);
  return {
    glyph(id) {
      const outline = sfnt.subarray(glyf + offset(id), glyf + offset(id + 1));
      const last = Math.min(id, metrics - 1);
      const advance = view.getUint16(hmtx + 4 * last);
      const leftBearing = view.getInt16(
        id < metrics ? hmtx + 4 * id + 2 : hmtx + 4 * metrics + 2 * (id - metrics),
      );
      return { ...unhinted(outline), advance, leftBearing };
    },
  };
}

function unhinted(outline: Uint8Array): Omit<TrueTypeGlyph, 'advance' | 'leftBearing'> {
  if (outline.length === 0) return { outline, parts: [], points: 0, contours: 0 };
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength);
  const contours = view.getInt16(0);
  return contours >= 0 ? simple(outline, view, contours) : composite(outline, view);
}

function simple(
  outline: Uint8Array,
  view: DataView,
  contours: number,
): Omit<TrueTypeGlyph, 'advance' | 'leftBearing'> {
  const at = 10 + 2 * contours;
  const rest = at + 2 + view.getUint16(at);
  const stripped = new Uint8Array(at + 2 + outline.length - rest);
  stripped.set(outline.subarray(0, at));
  stripped.set(outline.subarray(rest), at + 2);
  const points = contours === 0 ? 0 : view.getUint16(at - 2) + 1;
  return { outline: stripped, parts: [], points, contours };
}

function composite(outline: Uint8Array, view: DataView): Omit<TrueTypeGlyph, 'advance' | 'leftBearing'> {
  const parts: { id: number; at: number }[] = [];
  const copy = outline.slice();
  const changed = new DataView(copy.buffer);
  let at = 10;
  for (let more = true; more;) {
    const flags = view.getUint16(at);
    changed.setUint16(at, flags & ~INSTRUCTIONS);
    parts.push({ id: view.getUint16(at + 2), at: at + 2 });
    at += 4 + (flags & WORDS ? 4 : 2) + (flags & SCALE ? 2 : flags & XY_SCALE ? 4 : flags & MATRIX ? 8 : 0);
    more = (flags & MORE) !== 0;
  }
  return { outline: copy.subarray(0, at), parts, points: 0, contours: 0 };
}

const WORDS = 1;
const SCALE = 8;
const MORE = 0x20;
const XY_SCALE = 0x40;
const MATRIX = 0x80;
const INSTRUCTIONS = 0x100;
