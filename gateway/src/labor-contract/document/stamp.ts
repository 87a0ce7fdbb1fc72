import { writePdf, type PdfPageObject } from '@renxin/seal/pdf';
import { drawSeal, type SealDesign } from '@renxin/seal/picture';
import encodeQR from 'qr';
import { outlineOf } from './font.js';
import { subsetFont, type FontSubset } from './font-subset.js';
import { fontsOf, naturalWidth } from './fonts.js';
import type { LayoutRun } from './layout-view.js';
import { outlineParts } from './outline-parts.js';
import { textSetter } from './pdf-text.js';

/** What is seen of one signature: a seal, who, when, with which certificate, and where to verify it. */
export interface StampContent {
  readonly seal: SealDesign;
  /** `劳动者` or `用人单位`. */
  readonly role: string;
  readonly name: string;
  /** By the signer's clock. */
  readonly at: Date;
  /** Serial number of the certificate, hexadecimal. */
  readonly serial: string;
  /** Stands in a QR code. */
  readonly address: string;
}

/** Size in micrometres: that of the place that the layout leaves for it. */
export interface StampSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a stamp as a PDF of one page with embedded fonts. The same input gives the same bytes.
 * @throws GlyphMissing, PictureError for a name that cannot be drawn
 */
export function renderStamp(content: StampContent, size: StampSize): Uint8Array {
  const words = wordsOf(content, size);
  const fonts = fontsOf(
    words.map(({ run }) => run),
    [letters()],
  );
  const set = textSetter(fonts);
  const objects = [
    pictureOf(content.seal, size.height),
    ...words.flatMap(({ run, y }) => set(run, y)),
    ...codeOf(content.address, size),
  ];
  return writePdf({ fonts, pages: [{ ...size, objects }] });
}

/** The regular font with what every stamp may say beside a name. */
function letters(): FontSubset {
  const points = Array.from(
    '劳动者用人单位证书 0123456789abcdef-:+UTC',
    (letter) => letter.codePointAt(0) ?? 0,
  );
  return (known ??= subsetFont(new Set(points), 'regular'));
}

let known: FontSubset | undefined;

/** In a square at the left, as high as the stamp. */
function pictureOf(design: SealDesign, side: number): PdfPageObject {
  const { path, width } = drawSeal(design, (character) => outlineOf(character, 'bold'));
  const inset = design.shape === 'name' ? side / 6 : 0;
  return { kind: 'path', path: outlineParts(path, (side - 2 * inset) / width, inset), fill: RED };
}

/** Of seals. */
const RED = [0xd7, 0x1a, 0x1a] as const;

function wordsOf(
  { role, name, at, serial }: StampContent,
  size: StampSize,
): readonly { readonly run: LayoutRun; readonly y: number }[] {
  const left = size.height + GAP;
  const room = size.width - 2 * (size.height + GAP) + CODE_INSET;
  const lines = [
    { text: role, size: 2_300, tone: 'grey' as const },
    ...broken(name, 2_800, room).map((text) => ({ text, size: 2_800, weight: 'bold' as const })),
    { text: `${local(at)} UTC+8`, size: 1_900 },
    ...broken(`证书 ${serial}`, 1_700, room).map((text) => ({ text, size: 1_700, tone: 'grey' as const })),
  ];
  const height = lines.reduce((sum, line) => sum + line.size * LEADING, 0);
  let y = (size.height - height) / 2;
  return lines.map((line) => {
    y += line.size * LEADING;
    const weight = 'weight' in line ? line.weight : 'regular';
    const width = naturalWidth(line.text, line.size, weight);
    return { run: { ...line, x: left, width }, y: y - line.size * 0.35 };
  });
}

/** At the right, as high as the stamp. */
function codeOf(address: string, { width, height }: StampSize): readonly PdfPageObject[] {
  const rows = encodeQR(address, 'raw', { ecc: 'low', border: 2 });
  const left = width - height;
  return [
    {
      kind: 'path',
      path: [['M', left, 0], ['L', width, 0], ['L', width, height], ['L', left, height], ['C']],
      fill: WHITE,
    },
    { kind: 'grid', x: left, y: 0, side: height / rows.length, rows, colour: BLACK },
  ];
}

const WHITE = [255, 255, 255] as const;
const BLACK = [0, 0, 0] as const;

const GAP = 1_500;
const CODE_INSET = 0;
const LEADING = 1.35;

/** A text in lines that fit; broken anywhere. */
function broken(text: string, size: number, room: number): string[] {
  const lines: string[] = [''];
  for (const character of text) {
    const longer = (lines.at(-1) ?? '') + character;
    if (naturalWidth(longer, size, 'bold') <= room) lines[lines.length - 1] = longer;
    else lines.push(character);
  }
  return lines;
}

/** China Standard Time has no other offset than UTC+8. */
function local(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
