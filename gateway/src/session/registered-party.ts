import { registry, registryRecords } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { Ledger } from '@renxin/network';
import type { RegisteredParty } from './party.js';

type IdentifierRecord = registryRecords.IdentifierRecord;

/** The ledger gives the same frozen answer again while the record is the same. */
const read = new WeakMap<object, IdentifierRecord>();

/** Looks a party up on the ledger as it stands now; officers have no business with a gateway. */
export async function registeredParty(
  ledger: Ledger,
  identifier: string,
): Promise<RegisteredParty | undefined> {
  const record = await recordOf(ledger, identifier);
  return record === undefined ? undefined : partyIn(record, identifier);
}

function partyIn(record: IdentifierRecord, identifier: string): RegisteredParty | undefined {
  const key = record.keys.at(-1)?.key;
  if (key === undefined || record.kind === 'officer') return undefined;
  if (record.kind === 'person') {
    const { towards, relation } = record;
    return { identifier, key, role: 'person', organisation: towards, relation, state: 'active' };
  }
  const state = record.states.at(-1)?.state === 'active' ? 'active' : 'suspended';
  return { identifier, key, role: record.role, organisation: identifier, state };
}

/** An organisation's public entry, or undefined. */
export async function organisationOn(
  ledger: Ledger,
  identifier: string,
): Promise<{ id: string; name: string; uscc: string } | undefined> {
  const record = await recordOf(ledger, identifier);
  return record?.kind === 'organisation'
    ? { id: identifier, name: record.name, uscc: record.uscc }
    : undefined;
}

async function recordOf(ledger: Ledger, identifier: string): Promise<IdentifierRecord | undefined> {
  try {
    const answer: object = await ledger.evaluate(registry.operations.identifier, { identifier });
    const known = read.get(answer);
    if (known !== undefined) return known;
    const record = registryRecords.identifierRecord.parse(answer);
    read.set(answer, record);
    return record;
  } catch (error) {
    if (error instanceof ContractError && error.code === 'IDENTIFIER_UNKNOWN') return undefined;
    throw error;
  }
}
