/** Terms of a labor contract, the rules of labor law over them, and the certificate at its end. Pure and browser-safe. */

export * from './calendar.js';
export * from './certificate.js';
export * from './check.js';
export * from './clauses.js';
export * from './minimum-wage.js';
export * from './parse.js';
export type { Facts, Finding, History, PriorContract, Rule } from './rule.js';
export { DISPATCH_TEMPLATE } from './rules/dispatch.js';
export { rules } from './rules/index.js';
export * from './terms.js';
export { isPlainText, plainText } from './text.js';
