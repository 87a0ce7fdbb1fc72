import type PDFDocument from 'pdfkit';
import { GlyphMissing, stretchesOf, type FontSlice } from './font.js';
import { advance } from './font-metrics.js';
import { TONES, type LayoutRun } from './layout-view.js';

/** Text in a PDF of pdfkit, set glyph by glyph at its place. */

export type Pdf = InstanceType<typeof PDFDocument>;

/** @throws GlyphMissing when the font lacks a character. */
export function drawRun(document: Pdf, run: LayoutRun, y: number): void {
  const weight = run.weight ?? 'regular';
  const stretches = stretchesOf(run.text, weight);
  if (stretches === undefined) throw new GlyphMissing(run.field === undefined ? [] : [run.field]);
  const count = Array.from(run.text).length;
  const natural = naturalWidth(run.text, run.size, weight);
  const spacing = count > 1 ? (run.width - natural) / (count - 1) : 0;
  document.fillColor(TONES[run.tone ?? 'black']).fontSize(points(run.size));
  let x = run.x;
  for (const { text, slice } of stretches) {
    setFont(document, slice);
    document.text(text, points(x), points(y), {
      lineBreak: false,
      baseline: 'alphabetic',
      characterSpacing: points(spacing),
    });
    x += naturalWidth(text, run.size, weight) + spacing * Array.from(text).length;
  }
}

/** Micrometres. */
export function naturalWidth(text: string, size: number, weight: 'regular' | 'bold'): number {
  let width = 0;
  for (const character of text) width += (size * advance(character.codePointAt(0) ?? 0, weight)) / 1000;
  return width;
}

/** Points of a length in micrometres. */
export function points(micrometres: number): number {
  return (micrometres * 72) / 25_400;
}

/** All bytes of a document, once it is ended. */
export function collect(document: Pdf): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
  });
}

function setFont(document: Pdf, { name, font }: FontSlice): void {
  // pdfkit takes an open font as well; its types know file names and bytes only.
  document.font(font as unknown as string, name);
}
