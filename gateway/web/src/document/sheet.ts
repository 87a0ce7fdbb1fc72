import type { DrawnPage, DrawnStamp } from '@renxin/seal/ofd';

/** A document that was opened to be looked at. What it proves is for the report alone to say. */
export interface OpenDocument {
  readonly sheets: readonly Sheet[];
  /** Gives back what the drawing took: images, fonts, threads. */
  close(): void;
}

/** A page with its size; the unit does not matter, one document has one. It is read when it is drawn. */
export type Sheet = VectorSheet | RasterSheet;

interface Sized {
  readonly width: number;
  readonly height: number;
  /** Where signatures show themselves. */
  marks(): Promise<readonly Mark[]>;
  /** The words of the page, for who does not see it. */
  words(): Promise<string>;
}

/** Drawn as SVG from values. */
export interface VectorSheet extends Sized {
  readonly kind: 'vector';
  /** Millimetres. */
  draw(): DrawnPage;
  readonly stamps: readonly DrawnStamp[];
  /** Names of the document's fonts, as this page may use them. */
  readonly families: ReadonlyMap<string, string>;
  /** The address of an image of the document. */
  addressOf(image: NonNullable<DrawnStamp['image']>): string;
}

/** Painted on a canvas, `pixels` wide; `signal` ends the painting. */
export interface RasterSheet extends Sized {
  readonly kind: 'raster';
  paint(canvas: HTMLCanvasElement, pixels: number, signal: AbortSignal): Promise<void>;
}

/** Which signature: in an OFD by its number, in a PDF by its field. As steps of a report name it in their evidence. */
export type SignatureName = { readonly signature: number } | { readonly field: string };

/** Where a signature shows itself on a page, in hundredths of its width and height. */
export interface Mark {
  readonly of: SignatureName;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A document, or a page of it, is not drawn; `code` says why. */
export class NotDrawn extends Error {
  readonly code: string;
  constructor(code: string, options?: ErrorOptions) {
    super(code, options);
    this.name = 'NotDrawn';
    this.code = code;
  }
}

/** The code of whatever a drawing threw. */
export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'PAGES_UNREADABLE';
}
