import { crc32 } from '../../zip/crc.js';
import { dictionary, Name, PdfString, Stream, type PdfObject, type Ref } from '../syntax/objects.js';
import { encode } from '../syntax/serialize.js';
import type { PdfFont } from './content.js';
import type { FileBody } from './file-body.js';

/** A font with all that is written of it, made once for as long as the font is kept. */
export interface PreparedFont {
  readonly font: PdfFont;
  /** With the tag of a subset before it (ISO 32000-1 9.6.4). */
  readonly name: string;
  /** W (ISO 32000-1 9.7.4.3). */
  readonly widths: readonly PdfObject[];
  /** A ToUnicode CMap. */
  readonly unicode: Uint8Array;
  /** What stands in a page for each code point: four hexadecimal digits. */
  readonly codes: ReadonlyMap<number, string>;
}

export function preparedFont(font: PdfFont): PreparedFont {
  let prepared = known.get(font);
  if (prepared === undefined) known.set(font, (prepared = prepare(font)));
  return prepared;
}

const known = new WeakMap<PdfFont, PreparedFont>();

function prepare(font: PdfFont): PreparedFont {
  const codes = new Map([...font.glyphs].map(([point, { number }]) => [point, digits(number)]));
  return {
    font,
    name: `${tagOf(font.bytes)}+${font.name}`,
    widths: widthsOf(font),
    unicode: unicodeOf(codes),
    codes,
  };
}

/** A composite font with TrueType outlines, whose codes are the numbers of its glyphs (ISO 32000-1 9.7.4). */
export function addFont(file: FileBody, { font, name, widths, unicode }: PreparedFont): Ref {
  const { ascent, descent, bytes } = font;
  const base = new Name(name);
  const descriptor = dictionary({
    Type: new Name('FontDescriptor'),
    FontName: base,
    Flags: SYMBOLIC,
    FontBBox: [-1000, descent - 1000, 3000, ascent + 1000],
    ItalicAngle: 0,
    Ascent: ascent,
    Descent: descent,
    CapHeight: 733,
    StemV: 0,
    FontFile2: file.add(new Stream(dictionary({ Length1: bytes.length }), bytes)),
  });
  const descendant = dictionary({
    Type: new Name('Font'),
    Subtype: new Name('CIDFontType2'),
    BaseFont: base,
    CIDSystemInfo: dictionary({
      Registry: new PdfString(encode('Adobe')),
      Ordering: new PdfString(encode('Identity')),
      Supplement: 0,
    }),
    FontDescriptor: file.add(descriptor),
    DW: USUAL,
    W: widths,
    CIDToGIDMap: new Name('Identity'),
  });
  return file.add(
    dictionary({
      Type: new Name('Font'),
      Subtype: new Name('Type0'),
      BaseFont: base,
      Encoding: new Name('Identity-H'),
      DescendantFonts: [file.add(descendant)],
      ToUnicode: file.add(new Stream(new Map(), unicode)),
    }),
  );
}

/** Bit of Flags (ISO 32000-1 table 123). */
const SYMBOLIC = 4;

/** Of Chinese characters, in thousandths of the size: not listed in W. */
const USUAL = 1000;

/** Numbers that follow each other share one list. */
function widthsOf({ glyphs }: PdfFont): readonly PdfObject[] {
  const lists: { readonly from: number; readonly widths: number[] }[] = [];
  for (const { number, advance } of glyphs.values()) {
    if (advance === USUAL) continue;
    const last = lists.at(-1);
    if (last !== undefined && number === last.from + last.widths.length) last.widths.push(advance);
    else lists.push({ from: number, widths: [advance] });
  }
  return lists.flatMap(({ from, widths }) => [from, widths]);
}

/** Six letters that differ for other fonts. */
function tagOf(bytes: Uint8Array): string {
  let rest = crc32(bytes);
  let tag = '';
  for (let i = 0; i < 6; i++) {
    tag += String.fromCharCode(0x41 + (rest % 26));
    rest = Math.floor(rest / 26);
  }
  return tag;
}

function unicodeOf(codes: ReadonlyMap<number, string>): Uint8Array {
  const lines = [...codes].map(([point, code]) => `<${code}> <${utf16(point)}>\n`);
  // At most a hundred in one operator (Adobe Technical Note 5014).
  let mappings = '';
  for (let i = 0; i < lines.length; i += 100) {
    const some = lines.slice(i, i + 100);
    mappings += `${some.length} beginbfchar\n${some.join('')}endbfchar\n`;
  }
  return new TextEncoder().encode(`${CMAP_HEAD}${mappings}${CMAP_END}`);
}

const CMAP_HEAD = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
`;
const CMAP_END = `endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;

function utf16(point: number): string {
  return Array.from({ length: point > 0xffff ? 2 : 1 }, (_, i) =>
    digits(String.fromCodePoint(point).charCodeAt(i)),
  ).join('');
}

function digits(number: number): string {
  return number.toString(16).padStart(4, '0');
}
