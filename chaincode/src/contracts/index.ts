import { contractsOf } from '../kernel/index.js';
import { certificate } from './certificate/index.js';
import { consent } from './consent/index.js';
import { archiveRecord } from './archive-record/index.js';
import { laborContract } from './labor-contract/index.js';
import { recognition } from './recognition/index.js';
import { logAnchor } from './log-anchor/index.js';
import { processRecord } from './process-record/index.js';
import { registry } from './registry/index.js';
import { schema } from './schema/index.js';
import { sealRecord } from './seal-record/index.js';
import { witness } from './witness/index.js';

/** Every contract that a ledger of Renxin runs. */
export const contracts = contractsOf(
  registry,
  laborContract,
  consent,
  certificate,
  processRecord,
  recognition,
  schema,
  archiveRecord,
  sealRecord,
  logAnchor,
  witness,
);

export { certificates, statusPlaces } from './certificate/records.js';
export { archiveAt, archiveRecord, archiveRecords } from './archive-record/index.js';
export {
  custodies as laborCustodies,
  exports as laborExports,
  holds as laborHolds,
  laborContracts,
  signings as laborSignings,
} from './labor-contract/records.js';
export { recognised, recognisedBy, recognitions } from './recognition/records.js';
export {
  accreditations,
  accredited,
  assertionKeys,
  changes as registryChanges,
  foundings,
  governances,
  identifiers,
  keyOwners,
  ONLY,
} from './registry/records.js';

export { consent, consentRecords, consentRules } from './consent/index.js';
export { certificate, certificateRecords, certificateRules, type Standing } from './certificate/index.js';
export { laborContract, laborContractRecords, laborContractRules } from './labor-contract/index.js';
export { processRecord, processRecords, processRules } from './process-record/index.js';
export { partId } from './part-id.js';
export { recognition, recognitionRecords, recognitionRules } from './recognition/index.js';
export {
  registry,
  registryRecords,
  registryRules,
  requireSignature,
  signerKey,
  signerRecord,
} from './registry/index.js';
export { schema, schemaRecords, schemaRules } from './schema/index.js';
export { sealRecord, sealRecords, sealStateAt } from './seal-record/index.js';
export { logAnchor, logAnchorRecords, logAnchorRules } from './log-anchor/index.js';
export { witness, witnessRecords, witnessRules } from './witness/index.js';
