export { isOnCurve } from './curve.js';
export * from './identity.js';
export * as laborContractMessages from './labor-contract.js';
export { dateInChina, HOUR, isDate, isInstant, plusMilliseconds } from './instant.js';
export * from './message.js';
export * from './primitives.js';
export * from './session.js';
export * as registryMessages from './registry.js';
export { isSignatureBytes } from './signature.js';
