export * from './error.js';
export * from './fsck.js';
export * from './log.js';
export * from './note-signer.js';
export type * from './options.js';
export { openPosixStore } from './posix-store.js';
export type { LogStore } from './store.js';
export * from './witness.js';
