import { contractsOf } from '../kernel/index.js';
import { laborContract } from './labor-contract/index.js';
import { registry } from './registry/index.js';

/** Every contract that a ledger of Renxin runs. */
export const contracts = contractsOf(registry, laborContract);

export { laborContract, laborContractRecords, laborContractRules } from './labor-contract/index.js';
export {
  registry,
  registryRecords,
  registryRules,
  requireSignature,
  signerKey,
  signerRecord,
} from './registry/index.js';
