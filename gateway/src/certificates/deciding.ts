import { certificate as contract, recognition } from '@renxin/chaincode/contracts';
import { dateInChina } from '@renxin/chaincode/messages';
import type { Committed } from '@renxin/network';
import type {
  cancellationRequest,
  decisionRequest,
  Receipt,
  recognitionRequest,
  recognitionWithdrawalRequest,
  standingRecognitionAnswer,
  transferOutRequest,
} from '@renxin/wallets/api';
import type { z } from 'zod';
import { keepText } from './decision-text.js';
import { Refusal } from '../problem/index.js';
import { load, receiptOf, recordOf, signAsProvince, type Asker, type CertificateDesk } from './desk.js';

/** What the province decides about its certificates: an official asks, or the holder; the province signs. */

const { operations } = contract;

export interface Decided {
  readonly certificate: string;
  readonly state: string;
  readonly receipt: Receipt;
}

/** @throws Refusal CERTIFICATE_UNKNOWN, and what the rules refuse */
export async function decided(
  desk: CertificateDesk,
  certificate: string,
  request: z.infer<typeof decisionRequest>,
): Promise<Decided> {
  const record = await recordOf(desk, certificate);
  if (record?.province !== desk.organisation) throw new Refusal('CERTIFICATE_UNKNOWN');
  const numbered = {
    certificate,
    by: desk.organisation,
    sequence: record.states.length + 1,
    at: desk.clock().toISOString(),
  };
  // The date alone decides, so nobody signs.
  if (request.decision === 'expire')
    return done(desk, await desk.ledger.submit(operations.expire, { certificate }));
  if (request.decision === 'cancel') {
    const body = { ...numbered, ground: 'lapsed' as const };
    const signature = await signAsProvince(desk, 'certificate/cancel', body);
    return done(desk, await desk.ledger.submit(operations.cancel, { body, signature }));
  }
  const common = { ...numbered, reason: request.reason };
  switch (request.decision) {
    case 'suspend': {
      const signature = await signAsProvince(desk, 'certificate/suspend', common);
      return done(desk, await desk.ledger.submit(operations.suspend, { body: common, signature }));
    }
    case 'reinstate': {
      const signature = await signAsProvince(desk, 'certificate/reinstate', common);
      return done(desk, await desk.ledger.submit(operations.reinstate, { body: common, signature }));
    }
    case 'set-aside': {
      const said = await keepText(desk, common, request.text);
      const body = { ...common, text: said };
      const signature = await signAsProvince(desk, 'certificate/set-aside', body);
      return done(desk, await desk.ledger.submit(operations['set-aside'], { body, signature }));
    }
    case 'take-up': {
      const signature = await signAsProvince(desk, 'certificate/take-up', common);
      return done(desk, await desk.ledger.submit(operations['take-up'], { body: common, signature }));
    }
    case 'revoke': {
      const body = { ...common, ground: request.ground };
      const signature = await signAsProvince(desk, 'certificate/revoke', body);
      return done(desk, await desk.ledger.submit(operations.revoke, { body, signature }));
    }
    case 'withdraw-transfer': {
      const signature = await signAsProvince(desk, 'certificate/withdraw-transfer', common);
      return done(
        desk,
        await desk.ledger.submit(operations['withdraw-transfer'], { body: common, signature }),
      );
    }
  }
}

/** The holder has signed where the certificate goes; the province agrees. */
export async function sentAway(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  { body, signature: holder }: z.infer<typeof transferOutRequest>,
): Promise<Decided> {
  await requireOwn(desk, asker, certificate, body.certificate);
  const signature = await signAsProvince(desk, 'certificate/transfer-out', body);
  return done(desk, await desk.ledger.submit(operations['transfer-out'], { body, signature, holder }));
}

/** The holder gives the certificate up. */
export async function givenUp(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  { body, signature: holder }: z.infer<typeof cancellationRequest>,
): Promise<Decided> {
  await requireOwn(desk, asker, certificate, body.certificate);
  const signature = await signAsProvince(desk, 'certificate/cancel', body);
  return done(desk, await desk.ledger.submit(operations.cancel, { body, signature, holder }));
}

/** The province recognises another's certificates. */
export async function recognised(
  desk: CertificateDesk,
  request: z.infer<typeof recognitionRequest>,
): Promise<{ recognition: string; receipt: Receipt }> {
  const body = { ...request, by: desk.organisation };
  const signature = await signAsProvince(desk, 'recognition/recognise', body);
  const committed = await desk.ledger.submit(recognition.operations.recognise, { body, signature });
  return { recognition: request.recognition, receipt: await receiptOf(desk, committed) };
}

/** The province ends a recognition of its own. @throws ContractError RECOGNITION_UNKNOWN, NOT_ENTITLED */
export async function recognitionWithdrawn(
  desk: CertificateDesk,
  id: string,
  request: z.infer<typeof recognitionWithdrawalRequest>,
): Promise<{ recognition: string; receipt: Receipt }> {
  const body = { ...request, recognition: id, by: desk.organisation };
  const signature = await signAsProvince(desk, 'recognition/withdraw', body);
  const committed = await desk.ledger.submit(recognition.operations.withdraw, { body, signature });
  return { recognition: id, receipt: await receiptOf(desk, committed) };
}

/** What the ledger says of today. @throws ContractError ORGANISATION_UNKNOWN */
export async function standingRecognition(
  desk: CertificateDesk,
  asked: { readonly of: string; readonly type: string; readonly level?: string | undefined },
): Promise<z.infer<typeof standingRecognitionAnswer>> {
  const { of, type, level } = asked;
  const found = await desk.ledger.evaluate(recognition.operations.recognised, {
    by: desk.organisation,
    of,
    type,
    ...(level !== undefined && { level }),
    on: dateInChina(desk.clock().toISOString()),
  });
  return found;
}

/** The ledger took it: the status lists follow. */
async function done(
  desk: CertificateDesk,
  committed: Committed<{ certificate: string; state: string; at: string }>,
): Promise<Decided> {
  const { certificate, state } = committed.result;
  const record = await recordOf(desk, certificate);
  if (record !== undefined) await desk.statusLists.note(record);
  return { certificate, state, receipt: await receiptOf(desk, committed) };
}

async function requireOwn(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  named: string,
): Promise<void> {
  await load(desk, certificate, ({ holder }) => holder === asker.identifier);
  if (named !== certificate) throw new Refusal('CERTIFICATE_UNKNOWN');
}
