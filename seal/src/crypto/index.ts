export * from './commitment.js';
export * from './der.js';
export * from './provider.js';
export { SM2_USER_ID, za } from './sm2.js';
