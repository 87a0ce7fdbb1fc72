import { drawSeal, type SealDesign } from '@renxin/seal/picture';
import PDFDocument from 'pdfkit';
import encodeQR from 'qr';
import { outlineOf } from './font.js';
import { collect, drawRun, naturalWidth, points, type Pdf } from './pdf-drawing.js';

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
export async function renderStamp(content: StampContent, size: StampSize): Promise<Uint8Array> {
  const document = new PDFDocument({
    pdfVersion: '1.7',
    autoFirstPage: false,
    size: [points(size.width), points(size.height)],
    margin: 0,
    font: null as unknown as string,
    info: { CreationDate: content.at, ModDate: content.at },
  });
  const bytes = collect(document);
  document.addPage();
  drawPicture(document, content.seal, size.height);
  drawWords(document, content, size);
  drawCode(document, content.address, size);
  document.end();
  return bytes;
}

/** In a square at the left, as high as the stamp; as the one path of its SVG. */
function drawPicture(document: Pdf, design: SealDesign, side: number): void {
  const { svg, width } = drawSeal(design, (character) => outlineOf(character, 'bold'));
  const [, path = ''] = / d="([^"]*)"/.exec(svg) ?? [];
  const inset = design.shape === 'name' ? side / 6 : 0;
  document.save();
  document.translate(points(inset), points(inset)).scale(points(side - 2 * inset) / width);
  document.path(path).fill(RED, 'nonzero');
  document.restore();
}

/** Of seals. */
const RED = '#d71a1a';

function drawWords(document: Pdf, { role, name, at, serial }: StampContent, size: StampSize): void {
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
  for (const line of lines) {
    y += line.size * LEADING;
    const weight = 'weight' in line ? line.weight : 'regular';
    drawRun(
      document,
      { ...line, x: left, width: naturalWidth(line.text, line.size, weight) },
      y - line.size * 0.35,
    );
  }
}

/** At the right, as high as the stamp. */
function drawCode(document: Pdf, address: string, { width, height }: StampSize): void {
  const modules = encodeQR(address, 'raw', { ecc: 'low', border: 2 });
  const side = height / modules.length;
  const left = width - height;
  document.rect(points(left), 0, points(height), points(height)).fill('#ffffff');
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x + 1] === true) x++;
      const run = points((x + 1 - from) * side);
      document.rect(points(left + from * side), points(y * side), run, points(side));
    }
  });
  document.fill('#000000');
}

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
