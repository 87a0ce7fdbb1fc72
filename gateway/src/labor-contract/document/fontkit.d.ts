/** The part of fontkit (2.0.4 ships no types) that documents use. */
declare module 'fontkit' {
  import type { PathCommand } from '@renxin/seal/picture';

  export interface Glyph {
    readonly id: number;
    readonly advanceWidth: number;
    /** In units of the font, y upwards. */
    readonly path: { readonly commands: readonly PathCommand[] };
    /** fontkit's own: what its subsets ask a glyph for. */
    _decode(): Outline | null;
  }
  export interface Outline {
    /** Negative for a glyph that is put together from others. */
    readonly numberOfContours: number;
    readonly components: readonly unknown[] | undefined;
  }
  export interface Font {
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
    getGlyph(id: number): Glyph;
  }
  export function create(bytes: Uint8Array): Font;
}
