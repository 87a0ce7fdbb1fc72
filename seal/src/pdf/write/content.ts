import type { Colour, PathShape, PlacedImage } from '../../ofd/content.js';

/** What a new PDF holds. Lengths are micrometres from a page's upper left corner. */
export interface PdfContent {
  readonly pages: readonly PdfPage[];
  readonly fonts: readonly PdfFont[];
  /** PNG files. */
  readonly images?: readonly Uint8Array[];
  /** With it the file is PDF/A-3b (ISO 19005-3). A stamp has none: it becomes a part of another document. */
  readonly description?: PdfDescription;
}

export interface PdfDescription {
  readonly title: string;
  readonly subject: string;
  /** The program that made it. */
  readonly creator: string;
  /** RFC 3066, for example zh-CN. */
  readonly language: string;
  readonly created: Date;
  /** Further texts of the information dictionary by their names. */
  readonly custom?: ReadonlyMap<string, string>;
  readonly attachments?: readonly PdfAttachment[];
}

/** An associated file (ISO 32000-2 7.11.4, 14.13). */
export interface PdfAttachment {
  /** File name in ASCII. */
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** AFRelationship, for example Data. */
  readonly relationship: string;
  readonly bytes: Uint8Array;
}

/** A TrueType font that holds every character that is set in it, and no more. */
export interface PdfFont {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Number and width (thousandths of the size) of each character's glyph, by its code point. */
  readonly glyphs: ReadonlyMap<number, PdfGlyph>;
  /** Above and below (negative) the baseline, in thousandths of the size. */
  readonly ascent: number;
  readonly descent: number;
}

export interface PdfGlyph {
  readonly number: number;
  readonly advance: number;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  /** In the order in which they are drawn. */
  readonly objects: readonly PdfPageObject[];
}

export type PdfPageObject = PdfText | PathShape | PlacedImage | PdfGrid;

export interface PdfText {
  readonly kind: 'text';
  readonly text: string;
  /** Left edge of the first character and baseline. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Index into the fonts. */
  readonly font: number;
  /** Put between any two characters. */
  readonly spacing: number;
  readonly colour: Colour;
  /** Degrees by which the line rises, turned about its beginning. */
  readonly rise?: number;
}

/** Squares of one size side by side, as in a QR code: those that are true are filled. */
export interface PdfGrid {
  readonly kind: 'grid';
  readonly x: number;
  readonly y: number;
  /** Of one square. */
  readonly side: number;
  readonly rows: readonly (readonly boolean[])[];
  readonly colour: Colour;
}
