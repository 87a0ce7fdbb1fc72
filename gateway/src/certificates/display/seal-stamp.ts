import type { SealInfo } from '@renxin/seal/eseal';
import PDFDocument from 'pdfkit';
import {
  collect,
  drawRun,
  naturalWidth,
  points,
  type Pdf,
} from '../../labor-contract/document/pdf-drawing.js';
import { wholeBytes } from './whole-bytes.js';

/** What is seen of an issuer's signature: its e-seal, and below it when and with which certificate. */
export interface SealStamp {
  readonly picture: SealInfo['picture'];
  /** By the signer's clock. */
  readonly at: Date;
  /** Serial number of the certificate, hexadecimal. */
  readonly serial: string;
}

/** Draws it as a PDF of one page with embedded fonts. @throws GlyphMissing; Error for a picture that is no PNG */
export async function renderSealStamp(
  { picture, at, serial }: SealStamp,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const document = new PDFDocument({
    pdfVersion: '1.7',
    autoFirstPage: false,
    size: [points(width), points(height)],
    margin: 0,
    font: null as unknown as string,
    info: { CreationDate: at, ModDate: at },
  });
  const bytes = collect(document);
  document.addPage();
  const seal = { width: picture.width * 1000, height: picture.height * 1000 };
  document.image(Buffer.from(wholeBytes(picture.data)), points((width - seal.width) / 2), 0, {
    width: points(seal.width),
    height: points(seal.height),
  });
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  drawCentred(document, `${local} UTC+8`, seal.height + 2_900, width);
  drawCentred(document, `证书 ${serial}`, seal.height + 5_800, width);
  document.end();
  return bytes;
}

function drawCentred(document: Pdf, text: string, y: number, width: number): void {
  const size = 2_100;
  const own = naturalWidth(text, size, 'regular');
  drawRun(document, { text, x: (width - own) / 2, width: own, size, tone: 'grey' }, y);
}
