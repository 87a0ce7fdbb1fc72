/** Pictures of seals, drawn from a name as SVG and PNG; and the checks of pictures that are handed in. Browser-safe. */
export { checkPicture, type PictureSize } from './check-picture.js';
export { drawSeal, type SealDesign, type SealImage } from './draw-seal.js';
export type { GlyphOutline, Outlines, PathCommand } from './outline.js';
export { PictureError, type PictureCode } from './picture-error.js';
