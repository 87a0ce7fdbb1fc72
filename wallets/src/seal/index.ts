/** The owner's side of an e-seal: applying, putting into use, sealing, and the log of uses. */
export * from './confirming.js';
export * from './owner.js';
export * from './sealing.js';
