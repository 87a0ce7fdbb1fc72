export * from './copies.js';
export * from './credential.js';
export * from './end-certificate.js';
export * from './holder.js';
export * from './holdings.js';
export * from './issuer.js';
export * from './presentation.js';
export * from './rendering.js';
