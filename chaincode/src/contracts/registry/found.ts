import { z } from 'zod';
import { ContractError, type WriteTx } from '../../kernel/index.js';
import { registryMessages } from '../../messages/index.js';
import { command } from '../operation.js';
import { isSame } from '../same.js';
import { appointed, enrolled } from './holders.js';
import { keyOwnerId, putOwner } from './keys.js';
import {
  foundings,
  governances,
  identifiers,
  ONLY,
  type FoundingRecord,
  type GovernanceRecord,
  type OfficerRecord,
  type OrganisationRecord,
} from './records.js';
import { requireKeySignature } from './signer.js';

const input = z.strictObject({
  founding: registryMessages.founding,
  signatures: z.array(registryMessages.signedBy).min(1).max(64),
});

/** `registry.found`: the first command of a ledger, signed by every founder with the key that the record names. */
export const found = command(input, async (tx, { founding, signatures }) => {
  requireFounders(tx, founding, signatures);
  const before = await tx.get(foundings, ONLY);
  if (before !== undefined) {
    if (!isSame(before.founding, founding)) throw new ContractError('LEDGER_ALREADY_FOUNDED');
    return { ledger: tx.ledger, at: before.foundedAt };
  }
  const ledger = founded(tx.ledger, founding, tx.time);
  await tx.put(foundings, ONLY, ledger.founding);
  await tx.put(governances, ONLY, ledger.governance);
  for (const holder of ledger.holders) {
    await tx.put(identifiers, holder.identifier, holder);
    for (const { key } of holder.keys) await putOwner(tx, key, holder.identifier);
  }
  tx.emit('ledger-founded', { ledger: tx.ledger, founders: founding.founders.map(({ id }) => id) });
  return { ledger: tx.ledger, at: tx.time };
});

/** The first records of a ledger. */
export interface Founded {
  readonly founding: FoundingRecord;
  readonly governance: GovernanceRecord;
  readonly holders: readonly (OrganisationRecord | OfficerRecord)[];
}

/**
 * The first records, when the founding is one: one ministry, an identity authority, a province, nobody twice.
 * @throws ContractError INPUT_INVALID (another ledger), FOUNDER_MISSING, ORGANISATION_EXISTS, KEY_IN_USE
 */
export function founded(ledger: string, founding: registryMessages.Founding, time: string): Founded {
  if (founding.ledger !== ledger) throw new ContractError('INPUT_INVALID', { faults: ['/founding/ledger'] });
  const { founders, officers } = founding;
  const all = [...founders, ...officers];
  if (new Set(all.map(({ id }) => id)).size < all.length) throw new ContractError('ORGANISATION_EXISTS');
  if (new Set(all.map(({ key }) => keyOwnerId(key))).size < all.length) throw new ContractError('KEY_IN_USE');
  return {
    founding: { schema: 1, founding, foundedAt: time },
    governance: firstGovernance(founding),
    holders: [
      ...founders.map((each) => enrolled(each, time)),
      ...officers.map((each) => appointed(each, time)),
    ],
  };
}

function firstGovernance({ founders, officers }: registryMessages.Founding): GovernanceRecord {
  const [ministry, ...others] = founders.filter(({ role }) => role === 'ministry');
  if (ministry === undefined) throw new ContractError('FOUNDER_MISSING', { role: 'ministry' });
  if (others.length > 0) throw new ContractError('ORGANISATION_EXISTS', { role: 'ministry' });
  for (const role of ['identity-authority', 'province']) {
    if (!founders.some((each) => each.role === role)) throw new ContractError('FOUNDER_MISSING', { role });
  }
  const provinces = founders
    .filter(({ role }) => role === 'province')
    .map(({ id, region }) => ({ id, region: region.slice(0, 2), active: true }));
  if (new Set(provinces.map(({ region }) => region)).size < provinces.length) {
    throw new ContractError('ORGANISATION_EXISTS', { role: 'province' });
  }
  return { schema: 1, next: 1, ministry: ministry.id, provinces, officers: officers.length };
}

function requireFounders(
  tx: WriteTx,
  founding: registryMessages.Founding,
  signatures: readonly registryMessages.SignedBy[],
): void {
  const keys = new Map(founding.founders.map(({ id, key }) => [id, key]));
  for (const { by, signature } of signatures) {
    const key = keys.get(by);
    if (key === undefined) throw new ContractError('SIGNATURE_INVALID', { by });
    requireKeySignature(tx, 'registry/found', founding, key, by, signature);
  }
  const signed = new Set(signatures.map(({ by }) => by));
  for (const { id } of founding.founders) {
    if (!signed.has(id)) throw new ContractError('FOUNDER_MISSING', { founder: id });
  }
}
