export { CryptoThreads } from './crypto-threads.js';
export type { Work } from './work.js';
