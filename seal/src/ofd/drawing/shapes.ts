import type { CheckedImage } from './image.js';

/**
 * What stands on a page of an OFD, as values that a viewer builds its own drawing from: nothing of the document's markup
 * is handed on. Lengths are millimetres; y goes down; a matrix is `a b c d e f` as in SVG.
 */
export type Shape = TextShape | PathShape | ImageShape | GroupShape;

export type Matrix = readonly [number, number, number, number, number, number];

export interface Paint {
  /** `rgb(r, g, b)` of whole numbers from 0 to 255. */
  readonly colour: string;
  /** 0 to 1. */
  readonly alpha: number;
}

export interface TextShape {
  readonly kind: 'text';
  readonly text: string;
  /** Left edges and baselines: one for each UTF-16 unit of the text, or the first alone. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly size: number;
  /** Of the document's fonts; undefined for the viewer's own. */
  readonly font: string | undefined;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Degrees by which each character is turned. */
  readonly turned: number;
  readonly fill: Paint | undefined;
  readonly stroke: (Paint & { readonly width: number }) | undefined;
  readonly matrix: Matrix | undefined;
}

export interface PathShape {
  readonly kind: 'path';
  /** As SVG writes it; letters and numbers alone. */
  readonly d: string;
  readonly evenOdd: boolean;
  readonly fill: Paint | undefined;
  readonly stroke: (Paint & { readonly width: number; readonly dashes: readonly number[] }) | undefined;
  readonly matrix: Matrix | undefined;
}

/** The image fills the unit square, which the matrix puts in its place. */
export interface ImageShape {
  readonly kind: 'image';
  readonly image: CheckedImage;
  readonly alpha: number;
  readonly matrix: Matrix;
}

/** A box of its own: its shapes begin at its corner and, unless it has no extent, end at its edges. */
export interface GroupShape {
  readonly kind: 'group';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}
