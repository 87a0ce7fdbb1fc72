/** What a new OFD holds. Lengths are integers of micrometres from a page's upper left corner. */
export interface OfdContent {
  /** DocID: 32 lower-case hexadecimal digits. */
  readonly id: string;
  readonly title: string;
  readonly author?: string;
  readonly subject?: string;
  readonly created: Date;
  /** CustomDatas: names with their texts. */
  readonly custom?: ReadonlyMap<string, string>;
  readonly fonts: readonly EmbeddedFont[];
  /** PNG files. */
  readonly images?: readonly Uint8Array[];
  readonly pages: readonly PageContent[];
  readonly attachments?: readonly Attachment[];
}

/** A TrueType font that has a character map and holds every character that is set in it. */
export interface EmbeddedFont {
  readonly name: string;
  readonly family: string;
  readonly bold: boolean;
  readonly bytes: Uint8Array;
}

export interface PageContent {
  readonly width: number;
  readonly height: number;
  /** In the order in which they are drawn. */
  readonly objects: readonly PageObject[];
}

export type PageObject = TextLine | PathShape | PlacedImage;

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export interface TextLine {
  readonly kind: 'text';
  readonly text: string;
  /** Left edge of the first character and baseline. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Index into the fonts. */
  readonly font: number;
  /** From each character to the next: one less than there are characters (code points). */
  readonly advances: readonly number[];
  readonly colour: Colour;
  /** Degrees by which the line rises, turned about its beginning. */
  readonly rise?: number;
}

export interface PathShape {
  readonly kind: 'path';
  /** Parts of lines and cubic curves: `['M', x, y]`, `['L', x, y]`, `['B', x1, y1, x2, y2, x, y]`, `['C']` closes. */
  readonly path: readonly PathPart[];
  readonly fill?: Colour;
  readonly stroke?: { readonly colour: Colour; readonly width: number };
}

export type PathPart =
  | readonly ['M' | 'L', number, number]
  | readonly ['B', number, number, number, number, number, number]
  | readonly ['C'];

export interface PlacedImage {
  readonly kind: 'image';
  /** Index into the images. */
  readonly image: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Attachment {
  /** File name: letters, digits, `.`, `-`, `_`. */
  readonly name: string;
  /** For example JSON. */
  readonly format: string;
  readonly bytes: Uint8Array;
}
