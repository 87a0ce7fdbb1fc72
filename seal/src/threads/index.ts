export { CryptoThreads } from './crypto-threads.js';
export { serveThread } from './serve-thread.js';
export type { AnyWork, ThreadProgram, Work } from './work.js';
