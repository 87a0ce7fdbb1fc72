import { z } from 'zod';
import { ContractError, defineContract } from '../../kernel/index.js';
import { identifier, logMessages as messages, registryMessages, signature } from '../../messages/index.js';
import { command, query } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { governances, ONLY } from '../registry/records.js';
import { assertDecided } from '../registry/rules.js';
import { witnesses, witnessPolicies } from './records.js';
import * as rules from './rules.js';

/** `register`, by the organisation: the key with which it cosigns. */
const register = command(
  z.strictObject({ body: messages.witnessKey, signature }),
  async (tx, { body, signature }) => {
    const { organisation } = body;
    const by = await requireSignature(tx, 'witness/register', body, organisation, signature);
    if (by.kind !== 'organisation') throw new ContractError('ORGANISATION_UNKNOWN', { organisation });
    const before = await tx.get(witnesses, organisation);
    const after = rules.registered(before, body, tx.ledger, tx.time);
    if (after !== before) {
      await tx.put(witnesses, organisation, after);
      tx.emit('witness-registered', { organisation, sequence: body.sequence });
    }
    return { organisation, name: after.name };
  },
);

const decision = messages.witnessPolicy.extend({
  approvals: z.array(registryMessages.signedBy).min(1).max(92),
});

/** `decide`: the ministry and more than half of the provinces say whose cosignatures count, and how many. */
const decide = command(decision, async (tx, { approvals, ...policy }) => {
  const governance = await tx.get(governances, ONLY);
  if (governance === undefined) throw new ContractError('LEDGER_NOT_FOUNDED');
  for (const { by, signature } of approvals)
    await requireSignature(tx, 'witness/decide', policy, by, signature);
  const approvedBy = [...new Set(approvals.map(({ by }) => by))];
  assertDecided(governance, approvedBy);
  for (const organisation of policy.witnesses) {
    if ((await tx.get(witnesses, organisation)) === undefined)
      throw new ContractError('WITNESS_UNKNOWN', { organisation });
  }
  const before = await tx.get(witnessPolicies, ONLY);
  const after = rules.decided(before, policy, approvedBy, tx.time);
  if (after !== before) {
    await tx.put(witnessPolicies, ONLY, after);
    tx.emit('witness-policy-decided', { sequence: policy.sequence, quorum: policy.quorum });
  }
  return { sequence: after.sequence, at: after.decidedAt };
});

/** The keys of a witness. @throws ContractError WITNESS_UNKNOWN */
const witnessQuery = query(z.strictObject({ organisation: identifier }), async (tx, { organisation }) => {
  const record = await tx.get(witnesses, organisation);
  if (record === undefined) throw new ContractError('WITNESS_UNKNOWN', { organisation });
  return record;
});

/** The policy in force. @throws ContractError WITNESS_UNKNOWN before the first */
const policy = query(z.strictObject({}), async (tx) => {
  const record = await tx.get(witnessPolicies, ONLY);
  if (record === undefined) throw new ContractError('WITNESS_UNKNOWN');
  return record;
});

/** Witnesses of evidence logs. docs/formats/log-anchor.md */
export const witness = defineContract('witness', { register, decide, witness: witnessQuery, policy });

export * as witnessRecords from './records.js';
export * as witnessRules from './rules.js';
