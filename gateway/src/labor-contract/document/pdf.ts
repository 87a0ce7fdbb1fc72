import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import PDFDocument from 'pdfkit';
import { TONES, WATERMARK, isFill, type Layout, type LayoutPage, type Stroke } from './layout-view.js';
import { collect, drawRun, naturalWidth, points, type Pdf } from './pdf-drawing.js';

export interface PdfOptions {
  /** What the layout was made from (terms, amendment, certificate): attached as content.json. */
  readonly content: Json;
  /** Stands in the PDF as its time of creation. The same layout, content and time give the same bytes. */
  readonly createdAt: Date;
  /** Stand in the document information under these names. */
  readonly custom?: ReadonlyMap<string, string>;
}

/**
 * Draws a layout as PDF/A-3b (ISO 19005-3) with embedded font subsets. The layout and what it was made from are attached
 * as layout.json and content.json, canonical JSON.
 * @throws GlyphMissing when the font lacks a character.
 */
export async function renderPdf(
  layout: Layout,
  { content, createdAt, custom }: PdfOptions,
): Promise<Uint8Array> {
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
      ...Object.fromEntries(custom ?? []),
    },
  });
  const bytes = collect(document);
  attach(document, 'content.json', canonicalBytes(content), 'Data', createdAt);
  attach(document, 'layout.json', canonicalBytes(layout), 'Supplement', createdAt);
  for (const page of layout.pages) drawPage(document, page);
  document.end();
  return bytes;
}

function drawPage(document: Pdf, page: LayoutPage): void {
  document.addPage();
  for (const fill of page.strokes.filter(isFill)) drawStroke(document, fill);
  if (page.watermark !== undefined) drawWatermark(document, page.watermark, page);
  for (const stroke of page.strokes) if (!isFill(stroke)) drawStroke(document, stroke);
  for (const { y, runs } of page.lines) for (const run of runs) drawRun(document, run, y);
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

function attach(document: Pdf, name: string, bytes: Uint8Array, relationship: string, at: Date): void {
  const file = { name, type: 'application/json', relationship, creationDate: at, modifiedDate: at };
  document.file(Buffer.from(bytes), file);
}
