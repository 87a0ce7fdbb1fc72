import type { consentMessages as messages } from '@renxin/chaincode/messages';
import { messageBytes } from '@renxin/chaincode/messages';
import { toBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { consentAnswer } from '@renxin/wallets/api';
import { GatewayClient, type Call } from '@renxin/wallets/client';
import { commitTo, recipient } from '@renxin/wallets/consent';
import { randomBytes, randomUUID } from 'node:crypto';
import { court, guangdong } from '../../demonstration/organisations.js';
import { unattended } from '../../keys/key-ring.js';
import type { Stage } from '../stage.js';
import type { StepResult } from '../story.js';
import { own, THREE } from './own.js';

/**
 * The court, at its own desk, demands data on its order; the province approves. Both are organisations of the platform,
 * whose keys lie in its ring; the call goes over HTTP like anybody's.
 */
export async function demandByCourt(stage: Stage): Promise<StepResult> {
  const calls: Call[] = [];
  const desk = deskOf(stage, court.id, (call) => void calls.push(call));
  const { catalogue } = await recipient.readCatalogue(desk);
  const [document, officer, reason] = [
    commitTo(desk, '（2026）演0101民初100号调查令'),
    commitTo(desk, '演示法官'),
    commitTo(desk, '查明劳动关系和工资标准'),
  ];
  const at = new Date();
  const order: messages.Order = {
    consent: `o-${randomUUID()}`,
    source: guangdong.id,
    recipient: court.id,
    subject: own(stage).citizen ?? '',
    basis: 'court-order',
    scope: {
      purpose: 'dispute-hearing',
      fields: THREE,
      mode: 'view',
      count: 1,
      from: at.toISOString(),
      until: new Date(at.getTime() + 7 * 86_400_000).toISOString(),
      retentionDays: 365,
    },
    catalogue: { version: catalogue.version, sm3: catalogue.sm3 },
    document: document.commitment,
    officer: officer.commitment,
    reason: reason.commitment,
    at: at.toISOString(),
  };
  const signature = await signAs(stage, court.id, order);
  const approval = { by: guangdong.id, signature: await signAs(stage, guangdong.id, order) };
  const opened = { document: document.opened, officer: officer.opened, reason: reason.opened };
  const body = { order, signature, approval, ...opened };
  await desk.client.post('/api/v1/consent-orders', 'consent', body, consentAnswer);
  const { consent, scope } = order;
  await recipient.fetchData(desk, { consent, purpose: scope.purpose, fields: scope.fields });
  return {
    came: 'done',
    outcome: {
      zh: '法院凭调查令调取，另一机关批准；依据和文号都进入本人的访问记录。',
      en: 'The court fetched on its order, approved by another authority; basis and number stand in the citizen’s log.',
    },
    calls: calls.map((call) => ({ from: 'gateway' as const, ...call })),
  };
}

async function signAs(stage: Stage, organisation: string, order: messages.Order): Promise<string> {
  const signer = stage.signerOf(organisation);
  const message = messageBytes('consent/other-basis', stage.ledger, order);
  const activation = unattended('consent-order', new Date());
  return toBase64url(await signer.sign({ algorithm: signer.key.algorithm, message, activation }));
}

/** What a desk acts with. */
function deskOf(stage: Stage, identifier: string, onCall: (call: Call) => void): recipient.Asking {
  const signer = stage.signerOf(identifier);
  const clock = (): Date => new Date();
  const baseUrl = stage.gatewayOf(guangdong.id);
  const { ledger } = stage;
  return {
    identifier,
    ledger,
    clock,
    provider: nativeProvider,
    random: (length: number) => new Uint8Array(randomBytes(length)),
    keystore: { signer: async () => signer },
    client: new GatewayClient({ baseUrl, ledger, identifier, signer, clock, onCall }),
  };
}
