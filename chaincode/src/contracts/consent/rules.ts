/** The rules of a consent's life: functions of (record, message, time), with no ledger in them. */
export { deleted, granted, refused, requested, revoked } from './answer.js';
export { assertNecessary, published, sensitiveOf } from './catalogue.js';
export { assertMayApprove, assertMayDemand, ordered } from './other-basis.js';
export { scopeOf } from './transition.js';
export { assertUsable, used } from './use.js';
