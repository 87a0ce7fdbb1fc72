import { cmapTable } from './cmap.js';
import type { TrueTypeGlyph } from './read.js';

/** A glyph in its new place: `parts` are numbers of the new font. */
export interface PlacedGlyph {
  readonly glyph: TrueTypeGlyph;
  readonly parts: readonly number[];
}

export interface FontContent {
  readonly family: string;
  readonly bold: boolean;
  readonly unitsPerEm: number;
  readonly ascent: number;
  /** Negative. */
  readonly descent: number;
  /** By their numbers; the first is the one for what is missing. */
  readonly glyphs: readonly PlacedGlyph[];
  /** Numbers of glyphs by code point, ascending. */
  readonly characters: ReadonlyMap<number, number>;
}

/** A TrueType font (OpenType 1.9) without hinting, layout and kerning. The same content gives the same bytes. */
export function writeTrueType(content: FontContent): Uint8Array {
  const { outlines, loca } = glyphTables(content.glyphs);
  const tables: readonly (readonly [string, Uint8Array])[] = [
    ['OS/2', os2Table(content)],
    ['cmap', cmapTable(content.characters)],
    ['glyf', outlines],
    ['head', headTable(content)],
    ['hhea', hheaTable(content)],
    ['hmtx', hmtxTable(content)],
    ['loca', loca],
    ['maxp', maxpTable(content)],
    ['name', nameTable(content)],
    ['post', postTable()],
  ];
  return assembled(tables);
}

function assembled(tables: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const start = 12 + 16 * tables.length;
  const font = new Uint8Array(start + tables.reduce((sum, [, { length }]) => sum + padded(length), 0));
  const view = new DataView(font.buffer);
  const power = Math.floor(Math.log2(tables.length));
  view.setUint32(0, 0x00010000);
  view.setUint16(4, tables.length);
  view.setUint16(6, 16 << power);
  view.setUint16(8, power);
  view.setUint16(10, 16 * tables.length - (16 << power));
  let at = start;
  let head = 0;
  for (const [i, [tag, bytes]] of tables.entries()) {
    font.set(bytes, at);
    const entry = 12 + 16 * i;
    for (let n = 0; n < 4; n++) view.setUint8(entry + n, tag.charCodeAt(n));
    view.setUint32(entry + 4, sumOf(view, at, padded(bytes.length)));
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, bytes.length);
    if (tag === 'head') head = at;
    at += padded(bytes.length);
  }
  view.setUint32(head + 8, (0xb1b0afba - sumOf(view, 0, font.length)) >>> 0);
  return font;
}

function sumOf(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) | 0;
  return sum >>> 0;
}

function glyphTables(glyphs: readonly PlacedGlyph[]): { outlines: Uint8Array; loca: Uint8Array } {
  const total = glyphs.reduce((sum, { glyph }) => sum + padded(glyph.outline.length), 0);
  const outlines = new Uint8Array(total);
  const view = new DataView(outlines.buffer);
  const loca = tableOf(4 * (glyphs.length + 1), (locations) => {
    let at = 0;
    for (const [i, { glyph, parts }] of glyphs.entries()) {
      locations.setUint32(4 * i, at);
      outlines.set(glyph.outline, at);
      for (const [n, part] of glyph.parts.entries()) view.setUint16(at + part.at, parts[n] ?? 0);
      at += padded(glyph.outline.length);
    }
    locations.setUint32(4 * glyphs.length, at);
  });
  return { outlines, loca };
}

function headTable({ unitsPerEm, ascent, descent, bold }: FontContent): Uint8Array {
  return tableOf(54, (view) => {
    view.setUint32(0, 0x00010000);
    view.setUint32(4, 0x00010000);
    view.setUint32(12, 0x5f0f3cf5);
    view.setUint16(16, 3);
    view.setUint16(18, unitsPerEm);
    // Created and modified (20 to 35) are left at 1904, so that the bytes tell nothing of the clock.
    view.setInt16(38, descent);
    view.setInt16(40, unitsPerEm);
    view.setInt16(42, ascent);
    view.setUint16(44, bold ? 1 : 0);
    view.setUint16(46, 6);
    view.setInt16(48, 2);
    view.setInt16(50, 1);
  });
}

function hheaTable({ glyphs, ascent, descent }: FontContent): Uint8Array {
  return tableOf(36, (view) => {
    view.setUint32(0, 0x00010000);
    view.setInt16(4, ascent);
    view.setInt16(6, descent);
    view.setUint16(10, Math.max(...glyphs.map(({ glyph }) => glyph.advance)));
    view.setInt16(18, 1);
    view.setUint16(34, glyphs.length);
  });
}

function hmtxTable({ glyphs }: FontContent): Uint8Array {
  return tableOf(4 * glyphs.length, (view) => {
    for (const [i, { glyph }] of glyphs.entries()) {
      view.setUint16(4 * i, glyph.advance);
      view.setInt16(4 * i + 2, glyph.leftBearing);
    }
  });
}

function maxpTable({ glyphs }: FontContent): Uint8Array {
  return tableOf(32, (view) => {
    view.setUint32(0, 0x00010000);
    view.setUint16(4, glyphs.length);
    view.setUint16(6, Math.max(...glyphs.map(({ glyph }) => glyph.points)));
    view.setUint16(8, Math.max(...glyphs.map(({ glyph }) => glyph.contours)));
    // Of composite glyphs: more than any of ours has.
    view.setUint16(10, 1024);
    view.setUint16(12, 64);
    view.setUint16(14, 1);
    view.setUint16(28, Math.max(...glyphs.map(({ parts }) => parts.length)));
    view.setUint16(30, 4);
  });
}

function os2Table({ bold, characters, ascent, descent, unitsPerEm }: FontContent): Uint8Array {
  const points = [...characters.keys()].filter((each) => each <= 0xffff);
  return tableOf(96, (view) => {
    view.setUint16(0, 4);
    view.setInt16(2, unitsPerEm);
    view.setUint16(4, bold ? 700 : 400);
    view.setUint16(6, 5);
    for (let n = 0; n < 4; n++) view.setUint8(58 + n, 'GOOG'.charCodeAt(n));
    view.setUint16(62, bold ? 0x20 : 0x40);
    view.setUint16(64, points[0] ?? 0);
    view.setUint16(66, points.at(-1) ?? 0);
    view.setInt16(68, ascent);
    view.setInt16(70, descent);
    view.setUint16(74, ascent);
    view.setUint16(76, -descent);
    view.setUint32(78, 1 << 18);
    view.setInt16(86, Math.round(unitsPerEm * 0.53));
    view.setInt16(88, Math.round(unitsPerEm * 0.73));
    view.setUint16(92, 32);
    view.setUint16(94, 1);
  });
}

function nameTable({ family, bold }: FontContent): Uint8Array {
  const style = bold ? 'Bold' : 'Regular';
  const names: readonly (readonly [number, string])[] = [
    [1, family],
    [2, style],
    [3, `${family}-${style}`],
    [4, `${family} ${style}`],
    [6, `${family.replaceAll(' ', '')}-${style}`],
    [13, 'SIL Open Font License, Version 1.1'],
  ];
  const start = 6 + 12 * names.length;
  const length = names.reduce((sum, [, text]) => sum + 2 * text.length, 0);
  return tableOf(start + length, (view) => {
    view.setUint16(2, names.length);
    view.setUint16(4, start);
    let at = 0;
    for (const [i, [id, text]] of names.entries()) {
      const entry = 6 + 12 * i;
      // Windows, Unicode BMP, English.
      [3, 1, 0x409, id, 2 * text.length, at].forEach((value, n) => view.setUint16(entry + 2 * n, value));
      for (const [n, character] of [...text].entries())
        view.setUint16(start + at + 2 * n, character.charCodeAt(0));
      at += 2 * text.length;
    }
  });
}

/** Version 3: no names of glyphs. */
function postTable(): Uint8Array {
  return tableOf(32, (view) => {
    view.setUint32(0, 0x00030000);
    view.setInt16(8, -100);
    view.setInt16(10, 50);
  });
}

function tableOf(length: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer));
  return bytes;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}
