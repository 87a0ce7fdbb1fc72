/** Identifiers of people, organisations, certificates and bank cards, with their check characters. Pure, no dependencies. */

export * from './bank-card.js';
export * from './certificate-identifier.js';
export * from './citizen-number.js';
export * from './province.js';
export * from './uscc.js';
