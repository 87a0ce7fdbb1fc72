/** What an OFD shows, as values a viewer draws from. It judges nothing: that is the verifier's. */
import { openOfd, type Ofd } from '../read.js';
import { drawPage, type DrawnPage } from './draw-page.js';
import { DrawingError } from './error.js';
import { resourcesOf, type DocumentFont } from './resources.js';
import { stampsIn, type DrawnStamp } from './stamps.js';

export { DrawingError, type DrawingCode } from './error.js';
export { checkImage, type CheckedImage } from './image.js';
export type { DrawnPage } from './draw-page.js';
export type { DocumentFont } from './resources.js';
export { imageOfSeal, type DrawnStamp } from './stamps.js';
export type { Matrix, Paint, Shape as DrawnShape } from './shapes.js';

/** An OFD to be looked at. */
export interface OfdDrawing {
  /** Millimetres. */
  readonly pages: readonly { readonly width: number; readonly height: number }[];
  readonly fonts: readonly DocumentFont[];
  readonly stamps: readonly DrawnStamp[];
  /** One page; read when it is asked for. @throws DrawingError, OfdError */
  page(index: number): DrawnPage;
}

/**
 * Opens an OFD to be looked at; its signatures are not verified.
 * @throws OfdError CONTAINER_…, XML_…, OFD_FORMAT
 */
export function drawOfd(bytes: Uint8Array): OfdDrawing {
  const ofd = openOfd(bytes);
  return {
    pages: ofd.pages.map(({ width, height }) => ({ width, height })),
    fonts: [...resourcesOf(ofd).fonts.values()].filter(({ bytes: font }) => font !== undefined),
    stamps: stampsIn(ofd),
    page: (index) => pageAt(ofd, index),
  };
}

function pageAt(ofd: Ofd, index: number): DrawnPage {
  const page = ofd.pages[index];
  if (page === undefined) throw new DrawingError('PAGE_UNKNOWN');
  const { width, height } = page;
  const sound = width >= 1 && height >= 1 && width <= 10_000 && height <= 10_000;
  if (!sound) throw new DrawingError('PAGE_SIZE');
  return drawPage(ofd, page);
}
