export * from './custody.js';
export * from './desk.js';
export { evidenceFile } from './evidence-file.js';
export * from './receive.js';
