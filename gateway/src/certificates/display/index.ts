/** Certificates as pages: docs/formats/certificate-display.md. */

export { annotated, annotatedCopy, type AnnotatedCopy } from './copy.js';
export { DisplayMissing, layOutDisplay, type Display, type DisplayOptions } from './lay-out.js';
export { bindingData, rendered, type Rendered } from './rendered.js';
