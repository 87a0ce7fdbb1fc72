export * from './commitment.js';
export { compressedPoint, publicKeyOfCompressed } from './compressed.js';
export * from './der.js';
export { hmac } from './hmac.js';
export { Latest } from './latest.js';
export { pkcs8Of, privateKeyOfPkcs8 } from './pkcs8.js';
export * from './provider.js';
export { SM2_USER_ID, za } from './sm2.js';
