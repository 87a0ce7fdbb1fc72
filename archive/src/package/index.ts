export { looksLikeBag } from './bag.js';
export * from './description.js';
export { draftPackage, type About, type Draft } from './draft.js';
export * from './four-property/index.js';
export * from './package.js';
export { archiveRegistrationProof } from './registration.js';
