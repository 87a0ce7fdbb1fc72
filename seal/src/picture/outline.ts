/** One step of an outline, as font programs give it; y goes up. */
export interface PathCommand {
  readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
  readonly args: readonly number[];
}

/** The outline of one glyph in units of its font. */
export interface GlyphOutline {
  readonly unitsPerEm: number;
  readonly advance: number;
  readonly commands: readonly PathCommand[];
}

/** The glyph of a character; undefined when the font has none. */
export type Outlines = (character: string) => GlyphOutline | undefined;
