import { z } from 'zod';
import { ContractError, type WriteTx } from '../../kernel/index.js';
import { registryMessages } from '../../messages/index.js';
import { command } from '../operation.js';
import { isSame } from '../same.js';
import {
  accreditationReinstated,
  accreditationSuspended,
  accreditedAs,
  withdrawn,
  type Accreditation,
} from './accreditation.js';
import {
  assertApproved,
  decided,
  withOfficer,
  withOrganisation,
  withoutOfficer,
  withStanding,
} from './governance.js';
import { appointed, enrolled } from './holders.js';
import { putOwner, requireFreeKey } from './keys.js';
import {
  accreditations,
  accredited,
  changes,
  governances,
  identifiers,
  ONLY,
  type AccreditationRecord,
  type GovernanceRecord,
  type OfficerRecord,
  type OrganisationRecord,
} from './records.js';
import { requireKeySignature, requireSignature } from './signer.js';
import { dismissed, isSuspended, reinstated, suspended } from './standing.js';

const input = registryMessages.registryChange.extend({
  approvals: z.array(registryMessages.signedBy).min(1).max(92),
});

/** `registry.change`: one decided change. A new organisation or officer signs as well, to show that it has its key. */
export const change = command(input, async (tx, { sequence, change, approvals }) => {
  const governance = await tx.get(governances, ONLY);
  if (governance === undefined) throw new ContractError('LEDGER_NOT_FOUNDED');
  const approvedBy = await requireApprovals(tx, sequence, change, approvals);
  if (sequence < governance.next) return repeated(tx, sequence, change, approvedBy);
  const after = decided(governance, sequence);
  assertApproved(governance, change, approvedBy);
  await tx.put(governances, ONLY, await apply(tx, after, change));
  await tx.put(changes, String(sequence), { schema: 1, sequence, change, approvedBy, at: tx.time });
  tx.emit('registry-changed', { sequence, kind: change.kind });
  return { sequence, at: tx.time };
});

async function repeated(
  tx: WriteTx,
  sequence: number,
  change: registryMessages.Change,
  approvedBy: string[],
) {
  const before = await tx.get(changes, String(sequence));
  const isRepeated = isSame([before?.change ?? null, before?.approvedBy ?? null], [change, approvedBy]);
  if (before === undefined || !isRepeated) throw new ContractError('CHANGE_OUT_OF_SEQUENCE');
  return { sequence, at: before.at };
}

/** Checks every signature, the newcomer's with its new key. @returns the others that signed */
async function requireApprovals(
  tx: WriteTx,
  sequence: number,
  change: registryMessages.Change,
  approvals: readonly registryMessages.SignedBy[],
): Promise<string[]> {
  const body = { sequence, change };
  const newcomer = newcomerOf(change);
  let hasProven = newcomer === undefined;
  const approvedBy = new Set<string>();
  for (const { by, signature } of approvals) {
    if (by === newcomer?.id) {
      requireKeySignature(tx, 'registry/change', body, newcomer.key, by, signature);
      hasProven = true;
    } else {
      await requireSignature(tx, 'registry/change', body, by, signature);
      approvedBy.add(by);
    }
  }
  if (!hasProven) throw new ContractError('APPROVALS_MISSING', { possession: newcomer?.id ?? '' });
  return [...approvedBy];
}

function newcomerOf(change: registryMessages.Change): registryMessages.Officer | undefined {
  if (change.kind === 'enrol') return { id: change.organisation.id, key: change.organisation.key };
  return change.kind === 'appoint-officer' ? change.officer : undefined;
}

/** Writes what the change is about. @returns who decides from now on */
async function apply(
  tx: WriteTx,
  governance: GovernanceRecord,
  change: registryMessages.Change,
): Promise<GovernanceRecord> {
  switch (change.kind) {
    case 'enrol':
      await putHolder(tx, enrolled(change.organisation, tx.time), 'ORGANISATION_EXISTS');
      return withOrganisation(governance, change.organisation);
    case 'suspend':
    case 'reinstate': {
      const record = await organisationOf(tx, change.organisation);
      const next = (change.kind === 'suspend' ? suspended : reinstated)(record, change.reason, tx.time);
      await tx.put(identifiers, record.identifier, next);
      return withStanding(governance, record.identifier, change.kind === 'reinstate');
    }
    case 'accredit':
      await accredit(tx, change.accreditation);
      return governance;
    case 'withdraw-accreditation': {
      const record = await accreditationOf(tx, change.accreditation);
      await tx.put(accreditations, record.id, withdrawn(record, change.from, change.reason, tx.time));
      return governance;
    }
    case 'suspend-accreditation':
    case 'reinstate-accreditation': {
      const record = await accreditationOf(tx, change.accreditation);
      const rule = change.kind === 'suspend-accreditation' ? accreditationSuspended : accreditationReinstated;
      await tx.put(accreditations, record.id, rule(record, change.reason, tx.time));
      return governance;
    }
    case 'appoint-officer':
      await putHolder(tx, appointed(change.officer, tx.time), 'IDENTIFIER_EXISTS');
      return withOfficer(governance);
    case 'dismiss-officer': {
      const record = await tx.get(identifiers, change.officer);
      if (record?.kind !== 'officer')
        throw new ContractError('IDENTIFIER_UNKNOWN', { identifier: change.officer });
      const next = withoutOfficer(governance);
      await tx.put(identifiers, change.officer, dismissed(record, tx.time));
      return next;
    }
  }
}

async function putHolder(
  tx: WriteTx,
  record: OrganisationRecord | OfficerRecord,
  taken: 'ORGANISATION_EXISTS' | 'IDENTIFIER_EXISTS',
): Promise<void> {
  const { identifier, keys } = record;
  if ((await tx.get(identifiers, identifier)) !== undefined) throw new ContractError(taken, { identifier });
  for (const { key } of keys) {
    await requireFreeKey(tx, key);
    await putOwner(tx, key, identifier);
  }
  await tx.put(identifiers, identifier, record);
}

async function organisationOf(tx: WriteTx, id: string): Promise<OrganisationRecord> {
  const record = await tx.get(identifiers, id);
  if (record?.kind !== 'organisation') throw new ContractError('ORGANISATION_UNKNOWN', { organisation: id });
  return record;
}

async function accreditationOf(tx: WriteTx, id: string): Promise<AccreditationRecord> {
  const record = await tx.get(accreditations, id);
  if (record === undefined) throw new ContractError('ACCREDITATION_UNKNOWN', { id });
  return record;
}

async function accredit(tx: WriteTx, accreditation: Accreditation): Promise<void> {
  const { id, organisation, type } = accreditation;
  const record = await organisationOf(tx, organisation);
  if (isSuspended(record)) throw new ContractError('ORGANISATION_SUSPENDED', { organisation });
  if ((await tx.get(accreditations, id)) !== undefined)
    throw new ContractError('ACCREDITATION_EXISTS', { id });
  const head = `${organisation}:${type}`;
  const latest = (await tx.get(accredited, head))?.latest;
  await tx.put(accreditations, id, accreditedAs(accreditation, latest, tx.time));
  await tx.put(accredited, head, { schema: 1, latest: id });
}
