export * from './bodies.js';
export { StatusBook } from './status-book.js';
export { VC_JWT, Vcalm, type IssuingKey, type VcalmOptions } from './vcalm.js';
export type { VcalmServices } from './services.js';
