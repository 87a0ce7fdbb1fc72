import { defineContract } from '../../kernel/index.js';
import { addAssertionKey, revokeAssertionKey } from './assertion-key-commands.js';
import { bind } from './bind.js';
import { change } from './change.js';
import { found } from './found.js';
import { announceRecovery, cancelRecovery, completeRecovery, rotate } from './key-commands.js';
import {
  delegate,
  reinstateDelegation,
  suspendDelegation,
  withdrawDelegation,
} from './delegation-commands.js';
import * as queries from './queries.js';

/** The registry: who is who, with which key, and who may decide about it. docs/formats/registry.md */
export const registry = defineContract('registry', {
  found,
  change,
  bind,
  rotate,
  'announce-recovery': announceRecovery,
  'cancel-recovery': cancelRecovery,
  'complete-recovery': completeRecovery,
  'add-assertion-key': addAssertionKey,
  'revoke-assertion-key': revokeAssertionKey,
  delegate,
  'suspend-delegation': suspendDelegation,
  'reinstate-delegation': reinstateDelegation,
  'withdraw-delegation': withdrawDelegation,
  founding: queries.founding,
  governance: queries.governance,
  changes: queries.changesQuery,
  identifier: queries.identifierQuery,
  'key-at': queries.keyAtQuery,
  'assertion-keys': queries.assertionKeysQuery,
  'assertion-keys-at': queries.assertionKeysAtQuery,
  resolve: queries.resolve,
  accreditation: queries.accreditation,
  accredited: queries.accredited,
  delegations: queries.delegations,
});

export * as registryRecords from './records.js';
export * as registryRules from './rules.js';
export { accreditationOn } from './accreditation-on.js';
export { requireSignature, signerKey, signerRecord } from './signer.js';
