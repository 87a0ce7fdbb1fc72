import { toBase64url, type Json } from '@renxin/chaincode/canonical';
import { digest, instant } from '@renxin/chaincode/messages';
import { verifyStateProof } from '@renxin/network/proof';
import { z } from 'zod';
import { stateAsOf } from '../bundle/record.js';
import { namesBehind } from '../bundle/history.js';
import type { Believed, Context } from '../context.js';
import { Fault, type Examination, type Finding } from '../examination.js';

/** The record of a seal on the ledger, as far as the verifier reads it (docs/formats/seal-record.md). */
const sealRecord = z.object({
  making: z.exactOptional(
    z.object({
      body: z.object({ sm3: digest, validFrom: instant, validUntil: instant }),
      recordedAt: instant,
    }),
  ),
});

/** As any record's state; a seal in use whose period is over at `asOf` is EXPIRED, whatever the record says. */
export function sealStateAsOf(value: Json, context: Context, headerTime: string): string | null {
  const state = stateAsOf(value, context, headerTime);
  const record = sealRecord.safeParse(value);
  const until = record.success ? record.data.making?.body.validUntil : undefined;
  const counts = state === 'MADE' || state === 'ACTIVE' || state === 'SUSPENDED';
  return counts && until !== undefined && until < context.asOf ? 'EXPIRED' : state;
}

/**
 * Step `seal-state`: what the register says of this very seal, by the state proof that stands beside it. Without one that
 * is open, and said; the verdict is about the seal's data.
 */
export function checkSealState(
  x: Examination,
  context: Context,
  believed: Believed,
  seal: Uint8Array,
  proof: Uint8Array | undefined,
): Finding<{ readonly state: string | null; readonly madeAt: string | null }> {
  if (proof === undefined) {
    x.leavesOpen('SEAL_STATE_UNKNOWN');
    return { code: 'SEAL_STATE_NOT_INCLUDED', outcome: 'warn', value: { state: null, madeAt: null } };
  }
  const found = verifyStateProof(context.provider, proof);
  const { header, collection, value } = found;
  const record = sealRecord.safeParse(value);
  const sm3 = toBase64url(context.provider.hash('SM3', seal));
  const evidence = { ledger: header.ledger, height: header.height, statusAsOf: header.time, sm3 };
  if (collection !== 'seal-record' || !record.success || record.data.making?.body.sm3 !== sm3)
    throw new Fault('SEAL_STATE_OTHER', evidence);
  for (const name of namesBehind(x, context, believed, found)) x.operators.add(name);
  const state = sealStateAsOf(value, context, header.time);
  x.state = state;
  x.statusAsOf = header.time;
  x.proves('SEAL_REGISTERED');
  return {
    code: 'SEAL_STATE_OK',
    evidence: { ...evidence, state },
    value: { state, madeAt: record.data.making.recordedAt },
  };
}
