import type { JsonObject } from '@renxin/chaincode/canonical';
import { decisionAnswer } from '@renxin/wallets/api';
import { GatewayProblem } from '@renxin/wallets/client';
import { present, submitPresentation } from '@renxin/wallets/e-certificate';
import { statusEntriesOf, type Credential } from '@renxin/credentials/credential';
import { StatusBits } from '@renxin/credentials/status';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Failed, found, textOf, type Check, type Kit } from '../check.js';
import { get, objectOf, requireStatus } from '../http.js';
import { officialOf } from './issuing.js';

/** What the province says of credentials that are shown to it, and how soon a change of status shows. */

const needs = ['official', 'identity-authority'] as const;
const PATH = '/credentials/verify';

/** The status of the VCALM answer: 200, or that of the refusal. */
async function verified(kit: Kit, verifiableCredential: JsonObject): Promise<number> {
  try {
    await officialOf(kit).post(
      PATH,
      'certificate',
      { verifiableCredential },
      z.looseObject({ verified: z.literal(true) }),
    );
    return 200;
  } catch (error) {
    if (error instanceof GatewayProblem) return error.status;
    throw error;
  }
}

function altered({ credentialSubject, ...rest }: JsonObject): JsonObject {
  return { ...rest, credentialSubject: { ...(credentialSubject as JsonObject), level: '1' } };
}

/** The code with which a presentation is refused; `VALID` when it is not. */
async function answerTo(kit: Kit, presentation: JsonObject): Promise<string> {
  try {
    await submitPresentation(found(kit.holder), presentation);
    return 'VALID';
  } catch (error) {
    if (error instanceof GatewayProblem) return error.code;
    throw error;
  }
}

function shown(kit: Kit, credential = found(kit.certificate).credential): Promise<JsonObject> {
  return present(found(kit.holder), [credential], { purpose: '符合性测试', recipient: kit.province });
}

function expect(came: string, expected: string): JsonObject {
  if (came !== expected) throw new Failed('ANSWER_CODE', { expected, came });
  return { code: came };
}

export async function decide(kit: Kit, decision: JsonObject): Promise<void> {
  const path = `/api/v1/e-certificates/${found(kit.certificate).certificate}/decisions`;
  await officialOf(kit).post(path, 'certificate', decision, decisionAnswer);
}

export const verificationChecks: readonly Check[] = [
  {
    id: 'verify-good',
    group: 'verification',
    title: { zh: '有效的凭证核验通过（200）', en: 'A credential that holds is verified (200)' },
    clause: 'W3C VCALM 0.9, “Verify Credential”; VC Data Model 2.0, 7.1',
    needs,
    run: async (kit) => {
      const status = await verified(kit, found(kit.certificate).credential);
      if (status !== 200) throw new Failed('GOOD_CREDENTIAL_REFUSED', { status });
      return { status };
    },
  },
  {
    id: 'verify-tampered-refused',
    group: 'verification',
    title: { zh: '被改动的凭证一律拒绝（400 或 422）', en: 'A tampered credential is refused (400 or 422)' },
    clause: 'W3C VCALM 0.9, “Verify Credential”; VC Data Integrity 1.0, 4.4 “Verify Proof”',
    needs,
    run: async (kit) => {
      const status = await verified(kit, altered(found(kit.certificate).credential));
      if (status !== 400 && status !== 422) throw new Failed('TAMPERED_CREDENTIAL_ACCEPTED', { status });
      return { status };
    },
  },
  {
    id: 'present',
    group: 'verification',
    title: {
      zh: '持有人出示通过，回执由核验方签名',
      en: 'A presentation by its holder holds; the receipt is signed',
    },
    clause: 'W3C VC Data Model 2.0, 4.13 “Verifiable Presentations”; docs/formats/credential.md',
    needs,
    run: async (kit) => {
      const { valid, receipt } = await submitPresentation(found(kit.holder), await shown(kit));
      if (!valid || receipt.body.verifier !== kit.province) throw new Failed('RECEIPT_OTHER');
      return { receipt: receipt.body.receipt };
    },
  },
  {
    id: 'present-replayed-refused',
    group: 'verification',
    title: { zh: '同一出示不得使用两次', en: 'A presentation counts once' },
    clause: 'VC Data Integrity 1.0, 2.1 “challenge”; docs/formats/credential.md',
    needs,
    run: async (kit) => {
      const presentation = await shown(kit);
      expect(await answerTo(kit, presentation), 'VALID');
      return expect(await answerTo(kit, presentation), 'CHALLENGE_USED');
    },
  },
  {
    id: 'present-tampered-refused',
    group: 'verification',
    title: { zh: '出示中被改动的凭证被拒绝', en: 'A tampered credential in a presentation is refused' },
    clause: 'VC Data Integrity 1.0, 4.4 “Verify Proof”',
    needs,
    run: async (kit) =>
      expect(
        await answerTo(kit, await shown(kit, altered(found(kit.certificate).credential))),
        'CREDENTIAL_PROOF_INVALID',
      ),
  },
  {
    id: 'suspension-shows',
    group: 'verification',
    title: {
      zh: '暂扣后十秒内状态列表可见，出示被拒绝；发还后恢复',
      en: 'A suspension shows in the list within ten seconds and refuses a presentation; its end gives it back',
    },
    clause: 'W3C Bitstring Status List 1.0, 3.1–3.2; docs/formats/e-certificate.md (03, 06)',
    needs,
    run: async (kit) => {
      await decide(kit, { decision: 'suspend', reason: 'conformance' });
      await untilBit(kit, true);
      const suspended = await answerTo(kit, await shown(kit));
      await decide(kit, { decision: 'reinstate', reason: 'conformance' });
      await untilBit(kit, false);
      expect(suspended, 'CERTIFICATE_SUSPENDED');
      return expect(await answerTo(kit, await shown(kit)), 'VALID');
    },
  },
];

/** Waits until the list that is published says so, ten seconds at most. @throws Failed STATUS_NOT_PUBLISHED */
async function untilBit(kit: Kit, expected: boolean): Promise<void> {
  const { credential } = found(kit.certificate);
  const entry = statusEntriesOf(credential as unknown as Credential).find(
    ({ statusPurpose }) => statusPurpose === 'suspension',
  );
  if (entry === undefined) throw new Failed('STATUS_ENTRY_MISSING', { purpose: 'suspension' });
  for (let left = 40; left > 0; left--) {
    const got = await get(entry.statusListCredential, 'application/json');
    requireStatus(got, 200, entry.statusListCredential);
    const subject = objectOf(got, entry.statusListCredential)['credentialSubject'] as JsonObject | undefined;
    const bits = StatusBits.decode(textOf(subject?.['encodedList']));
    if (bits.get(Number(entry.statusListIndex)) === expected) return;
    await wait(250);
  }
  throw new Failed('STATUS_NOT_PUBLISHED', { expected });
}
