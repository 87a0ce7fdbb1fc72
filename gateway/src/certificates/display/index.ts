/** Certificates as pages: docs/formats/certificate-display.md. */

export { drawing } from './draw.js';
export { DisplayMissing, layOutDisplay, type Display, type DisplayOptions } from './lay-out.js';
