/** The part of fontkit (2.0.4 ships no types) that documents use. */
declare module 'fontkit' {
  import type { PathCommand } from '@renxin/seal/picture';

  export interface Glyph {
    readonly id: number;
    readonly advanceWidth: number;
    /** In units of the font, y upwards. */
    readonly path: { readonly commands: readonly PathCommand[] };
  }
  export interface Font {
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): Glyph;
  }
  export function create(bytes: Uint8Array): Font;
}
