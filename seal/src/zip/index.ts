/** ZIP archives, read strictly and written in one way only; browser-safe. */
export * from './error.js';
export * from './read.js';
export * from './write.js';
