import { ContractError } from '../../kernel/index.js';
import type { logMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { WitnessPolicyRecord, WitnessRecord } from './records.js';

/** The name of a witness in notes. */
export function witnessName(ledger: string, organisation: string): string {
  return `${ledger}/witnesses/${organisation}`;
}

/** A witness gets its first key, or a new one in place of that in force. @throws ContractError KEY_CHANGE_OUT_OF_SEQUENCE, SIGNATURE_TIME */
export function registered(
  before: WitnessRecord | undefined,
  { organisation, sequence, ed25519, at }: messages.WitnessKey,
  ledger: string,
  time: string,
): WitnessRecord {
  const keys = before?.keys ?? [];
  if (before !== undefined && keys[sequence - 1]?.ed25519 === ed25519) return before;
  if (sequence !== keys.length + 1)
    throw new ContractError('KEY_CHANGE_OUT_OF_SEQUENCE', { next: keys.length + 1 });
  if (keys.some((each) => each.ed25519 === ed25519)) throw new ContractError('KEY_IN_USE');
  requireTime(at, time);
  const closed = keys.map((each) => (each.until === undefined ? { ...each, until: time } : each));
  const name = witnessName(ledger, organisation);
  return { schema: 1, organisation, name, keys: [...closed, { ed25519, from: time }] };
}

/**
 * A policy takes the place of the one before. The same decision again changes nothing.
 * @throws ContractError CHANGE_OUT_OF_SEQUENCE, WITNESS_POLICY_INVALID when it cannot be met, or a witness stands twice
 */
export function decided(
  before: WitnessPolicyRecord | undefined,
  policy: messages.WitnessPolicy,
  approvedBy: readonly string[],
  time: string,
): WitnessPolicyRecord {
  const next = (before?.sequence ?? 0) + 1;
  const { sequence, quorum, witnesses } = policy;
  if (
    before !== undefined &&
    isSame([before.sequence, before.quorum, before.witnesses], [sequence, quorum, witnesses])
  )
    return before;
  if (sequence !== next) throw new ContractError('CHANGE_OUT_OF_SEQUENCE', { next });
  if (new Set(witnesses).size !== witnesses.length || quorum > witnesses.length)
    throw new ContractError('WITNESS_POLICY_INVALID', { quorum, of: witnesses.length });
  return { schema: 1, ...policy, approvedBy: [...approvedBy], decidedAt: time };
}
