import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import PDFDocument from 'pdfkit';
import { GlyphMissing, stretchesOf, type FontSlice } from './font.js';
import { advance } from './font-metrics.js';
import {
  TONES,
  WATERMARK,
  isFill,
  type Layout,
  type LayoutPage,
  type LayoutRun,
  type Stroke,
} from './layout-view.js';

export interface PdfOptions {
  /** What the layout was made from (terms, amendment, certificate): attached as content.json. */
  readonly content: Json;
  /** Stands in the PDF as its time of creation. The same layout, content and time give the same bytes. */
  readonly createdAt: Date;
}

/**
 * Draws a layout as PDF/A-3b (ISO 19005-3) with embedded font subsets. The layout and what it was made from are attached
 * as layout.json and content.json, canonical JSON.
 * @throws GlyphMissing when the font lacks a character.
 */
export async function renderPdf(layout: Layout, { content, createdAt }: PdfOptions): Promise<Uint8Array> {
  const document = new PDFDocument({
    subset: 'PDF/A-3b',
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    autoFirstPage: false,
    compress: false,
    size: [points(210_000), points(297_000)],
    margin: 0,
    // No default font: an embedded one is set before each text.
    font: null as unknown as string,
    info: {
      Title: `${layout.title} ${layout.number}`,
      Subject: layout.fingerprint,
      Creator: 'renxin-layout-v1',
      Producer: 'Renxin',
      CreationDate: createdAt,
      ModDate: createdAt,
    },
  });
  const bytes = collect(document);
  attach(document, 'content.json', canonicalBytes(content), 'Data', createdAt);
  attach(document, 'layout.json', canonicalBytes(layout), 'Supplement', createdAt);
  for (const page of layout.pages) drawPage(document, page);
  document.end();
  return bytes;
}

type Pdf = InstanceType<typeof PDFDocument>;

function drawPage(document: Pdf, page: LayoutPage): void {
  document.addPage();
  for (const fill of page.strokes.filter(isFill)) drawStroke(document, fill);
  if (page.watermark !== undefined) drawWatermark(document, page.watermark, page);
  for (const stroke of page.strokes) if (!isFill(stroke)) drawStroke(document, stroke);
  for (const { y, runs } of page.lines) for (const run of runs) drawRun(document, run, y);
}

function drawRun(document: Pdf, run: LayoutRun, y: number): void {
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

function drawWatermark(document: Pdf, text: string, { width, height }: LayoutPage): void {
  const [x, y, size] = [width / 2, height / 2, WATERMARK.size];
  document.save();
  document.rotate(-WATERMARK.angle, { origin: [points(x), points(y)] });
  drawRun(
    document,
    {
      text,
      x: x - naturalWidth(text, size, 'bold') / 2,
      width: naturalWidth(text, size, 'bold'),
      size,
      weight: 'bold',
      tone: 'watermark',
    },
    y,
  );
  document.restore();
}

function drawStroke(document: Pdf, { x1, y1, x2, y2, width, tone }: Stroke): void {
  if (width === 0) {
    document.rect(points(x1), points(y1), points(x2 - x1), points(y2 - y1)).fill(TONES[tone]);
    return;
  }
  document
    .lineWidth(points(width))
    .moveTo(points(x1), points(y1))
    .lineTo(points(x2), points(y2))
    .stroke(TONES[tone]);
}

function setFont(document: Pdf, { name, font }: FontSlice): void {
  // pdfkit takes an open font as well; its types know file names and bytes only.
  document.font(font as unknown as string, name);
}

function attach(document: Pdf, name: string, bytes: Uint8Array, relationship: string, at: Date): void {
  const file = { name, type: 'application/json', relationship, creationDate: at, modifiedDate: at };
  document.file(Buffer.from(bytes), file);
}

function collect(document: Pdf): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
  });
}

function naturalWidth(text: string, size: number, weight: 'regular' | 'bold'): number {
  let width = 0;
  for (const character of text) width += (size * advance(character.codePointAt(0) ?? 0, weight)) / 1000;
  return width;
}

/** Points of a length in micrometres. */
function points(micrometres: number): number {
  return (micrometres * 72) / 25_400;
}
