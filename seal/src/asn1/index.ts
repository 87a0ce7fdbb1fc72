export * from './bytes.js';
export * from './read.js';
export * from './tags.js';
export * from './time.js';
export * from './values.js';
