import { ContractError } from '../kernel/index.js';
import type { IdentifierRecord, OrganisationRecord } from './registry/records.js';

/** @throws ContractError NOT_ENTITLED unless it is an arbitration commission or a court */
export function assertTribunal(record: IdentifierRecord): asserts record is OrganisationRecord {
  if (record.kind === 'organisation' && (record.role === 'arbitration' || record.role === 'court')) return;
  throw new ContractError('NOT_ENTITLED', { by: record.identifier });
}
