import { contractsOf } from '../kernel/index.js';
import { consent } from './consent/index.js';
import { laborContract } from './labor-contract/index.js';
import { registry } from './registry/index.js';

/** Every contract that a ledger of Renxin runs. */
export const contracts = contractsOf(registry, laborContract, consent);

export {
  exports as laborExports,
  holds as laborHolds,
  laborContracts,
  signings as laborSignings,
} from './labor-contract/records.js';
export {
  accreditations,
  accredited,
  changes as registryChanges,
  foundings,
  governances,
  identifiers,
  keyOwners,
  ONLY,
} from './registry/records.js';

export { consent, consentRecords, consentRules } from './consent/index.js';
export { laborContract, laborContractRecords, laborContractRules } from './labor-contract/index.js';
export {
  registry,
  registryRecords,
  registryRules,
  requireSignature,
  signerKey,
  signerRecord,
} from './registry/index.js';
