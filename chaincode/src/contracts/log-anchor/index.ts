import { z } from 'zod';
import { ContractError, defineContract, type ReadTx } from '../../kernel/index.js';
import { identifier, logMessages as messages, signature } from '../../messages/index.js';
import { command, query } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { checkpointText, requireOwnSignature } from './checkpoint.js';
import { logs, type LogRecord } from './records.js';
import * as rules from './rules.js';

const signed = <B extends z.ZodType>(body: B) => z.strictObject({ body, signature });

/** `register`, by the organisation: its log's keys. */
const register = command(signed(messages.logKeys), async (tx, { body, signature }) => {
  const by = await requireSignature(tx, 'log-anchor/register', body, body.log, signature);
  if (by.kind !== 'organisation') throw new ContractError('ORGANISATION_UNKNOWN', { organisation: body.log });
  const before = await tx.get(logs, body.log);
  const after = rules.registered(before, body, tx.ledger, tx.time);
  if (after !== before) {
    await tx.put(logs, body.log, after);
    tx.emit('log-registered', { log: body.log, origin: after.origin, sequence: body.sequence });
  }
  return { log: body.log, origin: after.origin };
});

/** `anchor`, by the organisation: a checkpoint that its log signed with the key in force. */
const anchor = command(signed(messages.anchoring), async (tx, { body, signature }) => {
  await requireSignature(tx, 'log-anchor/anchor', body, body.log, signature);
  const before = await logOf(tx, body.log);
  requireOwnSignature(tx, before, body.checkpoint, before.keys.slice(-1));
  const after = rules.anchored(before, body, tx.time);
  if (after !== before) {
    await tx.put(logs, body.log, after);
    const { sequence, checkpoint } = body;
    tx.emit('log-anchored', { log: body.log, sequence, size: checkpoint.size, root: checkpoint.root });
  }
  const { latest } = after;
  return { log: body.log, sequence: latest?.sequence ?? 0, at: latest?.anchoredAt ?? tx.time };
});

/** `alarm`, by any organisation: the log's own signatures prove the fork, whoever shows them. */
const alarm = command(signed(messages.forkAlarm), async (tx, { body, signature }) => {
  const by = await requireSignature(tx, 'log-anchor/alarm', body, body.by, signature);
  if (by.kind !== 'organisation') throw new ContractError('ORGANISATION_UNKNOWN', { organisation: body.by });
  const before = await logOf(tx, body.log);
  requireOwnSignature(tx, before, body.first, before.keys);
  requireOwnSignature(tx, before, body.second, before.keys);
  const after = rules.alarmed(before, body, tx.time);
  if (after !== before) {
    await tx.put(logs, body.log, after);
    tx.emit('log-forked', { log: body.log, by: body.by, size: body.first.size });
  }
  return { log: body.log, at: after.fork?.raisedAt ?? tx.time };
});

/** The record of a log: its keys, its latest anchor, its alarm. @throws ContractError LOG_UNKNOWN */
const log = query(z.strictObject({ log: identifier }), (tx, input) => logOf(tx, input.log));

async function logOf(tx: ReadTx, id: string): Promise<LogRecord> {
  const record = await tx.get(logs, id);
  if (record === undefined) throw new ContractError('LOG_UNKNOWN', { log: id });
  return record;
}

/** Evidence logs on the ledger: their keys, their checkpoints, and alarms. docs/formats/log-anchor.md */
export const logAnchor = defineContract('log-anchor', { register, anchor, alarm, log });

export * as logAnchorRecords from './records.js';
export const logAnchorRules = { ...rules, checkpointText };
