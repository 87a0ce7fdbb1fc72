import { dateInChina } from '@renxin/chaincode/messages';
import { standingRecognitionAnswer } from '@renxin/wallets/api';
import { GatewayClient, type Purpose } from '@renxin/wallets/client';
import { z } from 'zod';
import type { Bilingual, PlayedCall } from '../../play/format.js';
import { notRefused } from '../act.js';
import type { Stage } from '../stage.js';
import type { StepResult } from '../story.js';

/** What an official of an organisation of this platform does at its own desk: one call with the organisation's key. */
export async function official(
  stage: Stage,
  organisation: string,
  path: string,
  body: unknown,
  done: Bilingual,
  {
    purpose = 'certificate',
    refused = notRefused,
  }: { readonly purpose?: Purpose; readonly refused?: Bilingual | undefined } = {},
): Promise<StepResult> {
  const calls: PlayedCall[] = [];
  const client = new GatewayClient({
    baseUrl: stage.gatewayOf(organisation),
    ledger: stage.ledger,
    identifier: organisation,
    signer: stage.signerOf(organisation),
    clock: () => new Date(),
    onCall: (call) => void calls.push({ from: 'gateway', ...call }),
  });
  try {
    await client.post(path, purpose, body, z.looseObject({}));
    return { came: 'done', outcome: done, calls };
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    return { came: code, outcome: refused, calls };
  }
}

/** Ends what an earlier run of the story on this ledger left in force. */
export async function endRecognitions(
  stage: Stage,
  organisation: string,
  { of, type }: { readonly of: string; readonly type: string },
): Promise<void> {
  const url = `${stage.gatewayOf(organisation)}/api/v1/recognitions?of=${of}&type=${type}&level=1`;
  for (;;) {
    const standing = standingRecognitionAnswer.parse(await (await fetch(url)).json());
    if (!standing.recognised) return;
    const path = `/api/v1/recognitions/${standing.recognition}/withdrawal`;
    const body = { from: dateInChina(new Date().toISOString()), reason: 'story-again' };
    const { came } = await official(stage, organisation, path, body, notRefused);
    if (came !== 'done') throw new Error(`${path}: ${came}`);
  }
}
