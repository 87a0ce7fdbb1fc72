export { CryptoThreads } from './crypto-threads.js';
