/** XML without document types and entities: a strict reader and a small writer; browser-safe. */
export * from './error.js';
export * from './read.js';
export * from './write.js';
