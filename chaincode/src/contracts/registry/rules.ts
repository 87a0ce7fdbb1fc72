/** The rules of the registry: functions of (record, message, time), with no ledger in them. */
export {
  accreditationReinstated,
  accreditationSuspended,
  accreditedAs,
  isAccreditationSuspended,
  isWithin,
  whyChainBroken,
  whyNotAccredited,
  withdrawn,
  type AccreditationChain,
  type NotAccredited,
} from './accreditation.js';
export { accreditationAsOf, assertionKeysAsOf, identifierAsOf, organisationAsOf } from './as-of.js';
export {
  decisionsAbout,
  delegatedAs,
  delegationReinstated,
  delegationSuspended,
  delegationWithdrawn,
} from './delegation.js';
export { assertionKeyAdded, assertionKeyRevoked, assertionKeysAt } from './assertion-keys.js';
export { didDocument, didDocumentMetadata, multikey } from './did.js';
export { founded } from './found.js';
export {
  assertApproved,
  assertDecided,
  decided,
  withOfficer,
  withOrganisation,
  withoutOfficer,
  withStanding,
} from './governance.js';
export { appointed, bound, enrolled } from './holders.js';
export { recovered, recoveryAnnounced, recoveryCancelled, rotated } from './key-change.js';
export { currentKey, keyAt, keyOwnerId } from './keys.js';
export { assertActive, dismissed, isSuspended, reinstated, suspended } from './standing.js';
