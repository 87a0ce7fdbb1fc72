export * from './blobs.js';
export * from './index-store.js';
export * from './json-records.js';
export * from './outlived.js';
export * from './level-record-store.js';
export * from './record-store.js';
