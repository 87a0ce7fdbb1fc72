import { z } from 'zod';
import { ContractError, type WriteTx } from '../../kernel/index.js';
import { registryMessages as messages, signature, type MessageBody } from '../../messages/index.js';
import { command } from '../operation.js';
import { isSame } from '../same.js';
import { delegatedAs, delegationReinstated, delegationSuspended, delegationWithdrawn } from './delegation.js';
import { accreditations, accredited, identifiers, type AccreditationRecord } from './records.js';
import { requireSignature } from './signer.js';
import { isSuspended } from './standing.js';

/** `registry.delegate`, by a province within an accreditation of its own. */
export const delegate = command(
  z.strictObject({ body: messages.delegation, signature }),
  async (tx, { body, signature: given }) => {
    const { by, under, accreditation } = body;
    const { id, organisation, type } = accreditation;
    const province = await requireSignature(tx, 'registry/delegate', body, by, given);
    if (province.kind !== 'organisation' || province.role !== 'province')
      throw new ContractError('NOT_ENTITLED', { by });
    const before = await tx.get(accreditations, id);
    if (before !== undefined) {
      if (!isSame(saidBy(before), body)) throw new ContractError('ACCREDITATION_EXISTS', { id });
      return { accreditation: id, at: before.accreditedAt };
    }
    const above = await tx.get(accreditations, under);
    if (above === undefined) throw new ContractError('ACCREDITATION_UNKNOWN', { id: under });
    await requireIssuer(tx, organisation);
    const head = `${organisation}:${type}`;
    const previous = (await tx.get(accredited, head))?.latest;
    const after = delegatedAs(body, above, previous, tx.time);
    await tx.put(accreditations, id, after.given);
    await tx.put(accreditations, under, after.above);
    await tx.put(accredited, head, { schema: 1, latest: id });
    tx.emit('accreditation-delegated', { accreditation: id, by, organisation, type });
    return { accreditation: id, at: tx.time };
  },
);

/** `registry.suspend-delegation`, by who gave it. */
export const suspendDelegation = decision(
  'registry/suspend-delegation',
  messages.delegationSuspension,
  delegationSuspended,
);
/** `registry.reinstate-delegation`, by who gave it. */
export const reinstateDelegation = decision(
  'registry/reinstate-delegation',
  messages.delegationSuspension,
  delegationReinstated,
);
/** `registry.withdraw-delegation`, by who gave it. */
export const withdrawDelegation = decision(
  'registry/withdraw-delegation',
  messages.delegationWithdrawal,
  delegationWithdrawn,
);

type DecisionKind = `registry/${'suspend' | 'reinstate' | 'withdraw'}-delegation`;

function decision<K extends DecisionKind>(
  kind: K,
  schema: z.ZodType<MessageBody<K> & { accreditation: string; by: string }>,
  rule: (record: AccreditationRecord, body: MessageBody<K>, time: string) => AccreditationRecord,
) {
  return command(z.strictObject({ body: schema, signature }), async (tx, { body, signature: given }) => {
    const { accreditation, by } = body;
    await requireSignature(tx, kind, body, by, given);
    const before = await tx.get(accreditations, accreditation);
    if (before === undefined) throw new ContractError('ACCREDITATION_UNKNOWN', { id: accreditation });
    const after = rule(before, body, tx.time);
    if (after !== before) {
      await tx.put(accreditations, accreditation, after);
      tx.emit('delegation-changed', { accreditation, by, decision: kind.slice('registry/'.length) });
    }
    return { accreditation, at: lastDecisionAt(after) };
  });
}

function lastDecisionAt({ states, withdrawn, accreditedAt }: AccreditationRecord): string {
  const [stated = accreditedAt, ended = accreditedAt] = [states?.at(-1)?.at, withdrawn?.at];
  return stated > ended ? stated : ended;
}

/** The delegation by which a record began. */
function saidBy(record: AccreditationRecord): messages.Delegation | null {
  const { id, organisation, type, regions, from, until, by, under } = record;
  if (by === undefined || under === undefined) return null;
  return { by, under, accreditation: { id, organisation, type, regions, from, until } };
}

/**
 * Who may be given one: an organisation that stands under a province.
 * @throws ContractError ORGANISATION_UNKNOWN, ORGANISATION_SUSPENDED, NOT_ENTITLED for a province or the ministry
 */
async function requireIssuer(tx: WriteTx, organisation: string): Promise<void> {
  const record = await tx.get(identifiers, organisation);
  if (record?.kind !== 'organisation') throw new ContractError('ORGANISATION_UNKNOWN', { organisation });
  if (record.role === 'province' || record.role === 'ministry')
    throw new ContractError('NOT_ENTITLED', { organisation });
  if (isSuspended(record)) throw new ContractError('ORGANISATION_SUSPENDED', { organisation });
}
