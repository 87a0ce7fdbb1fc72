/** The rules of a certificate's life: functions of (record, message, time), with no ledger in them. */
export { attested, issued, transferredIn, type Begun } from './beginning.js';
export {
  cancelled,
  expired,
  reinstated,
  revoked,
  setAside,
  suspended,
  takenUp,
  transferredOut,
  transferWithdrawn,
} from './decisions.js';
export { nationalOperation, nationalState } from './national.js';
export { refusals, stateAt } from './transition.js';
