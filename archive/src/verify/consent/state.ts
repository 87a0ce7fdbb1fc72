import { canonical, type Json } from '@renxin/chaincode/canonical';
import { consentMessages as messages, instant } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { stateAsOf } from '../bundle/record.js';
import { requireCurrent } from '../bundle/state.js';
import type { Past } from '../bundle/history.js';
import type { Context } from '../context.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';
import type { ReceiptProofs } from './history.js';
import type { Life } from './life.js';
import type { ConsentReceipt } from './receipt.js';

const said = <B extends z.ZodType>(body: B) => z.exactOptional(z.object({ body }));

/** The record of a consent on the ledger, as far as the verifier reads it (docs/formats/consent.md). */
const consentRecord = z.object({
  consent: messages.consentId,
  state: z.string(),
  states: z.array(z.object({ state: z.string(), at: instant })).min(1),
  used: z.int(),
  request: said(messages.request),
  grant: said(messages.grant),
  refusal: said(messages.refusal),
  reopening: said(messages.reopening),
  revocation: said(messages.revocation),
  deletion: said(messages.deletion),
  order: said(messages.order),
});

/** Step `state`: the record at the latest header is what the commands make, so that none is left out. */
export function checkConsentState(
  x: Examination,
  context: Context,
  receipt: ConsentReceipt,
  history: Shown<'history', Past & ReceiptProofs>,
  life: Shown<'consent-commands', Life>,
): Finding<{ readonly state: string | null }> {
  const { header, collection, id, value } = history.state;
  const evidence = { consent: id, height: header.height, statusAsOf: header.time };
  if (collection !== 'consent' || id !== receipt.consent) throw new Fault('STATE_OTHER', evidence);
  if (value === null) throw new Fault('STATE_ABSENT', evidence);
  requireCurrent(history);
  const record = consentRecord.safeParse(value);
  if (!record.success) throw new Fault('STATE_OTHER', evidence);
  const { used, request, grant, refusal, reopening, revocation, deletion, order } = record.data;
  const stands = { request, grant, refusal, reopening, revocation, deletion, order };
  for (const [name, word] of Object.entries(stands)) {
    const shown = life[name as keyof typeof stands];
    if (canonical(word?.body ?? null) !== canonical(shown ?? null))
      throw new Fault('STATE_OTHER', { ...evidence, member: name });
  }
  if (used !== life.uses.length) throw new Fault('STATE_OTHER', { ...evidence, member: 'used' });
  x.statusAsOf = header.time;
  const state = consentStateAsOf(value, context, header.time);
  x.state = state;
  x.proves('EVERY_FETCH_SHOWN');
  return { code: 'STATE_OK', evidence: { ...evidence, state }, value: { state } };
}

const windowed = z.object({
  grant: z.exactOptional(z.object({ body: z.object({ scope: messages.scope }) })),
  order: z.exactOptional(z.object({ body: z.object({ scope: messages.scope }) })),
});

/** As any record's state, but a window that is over at `asOf` is EXPIRED, whatever the record says. */
export function consentStateAsOf(value: Json, context: Context, headerTime: string): string | null {
  const state = stateAsOf(value, context, headerTime);
  const record = windowed.safeParse(value);
  const scope = record.success ? (record.data.grant ?? record.data.order)?.body.scope : undefined;
  const isOver = scope !== undefined && scope.until <= context.asOf;
  return isOver && (state === 'GRANTED' || state === 'USED_UP') ? 'EXPIRED' : state;
}
