import { toBase64url } from '@renxin/chaincode/canonical';
import type { AttestationAnswer } from '@renxin/wallets/api';
import { citizen } from '@renxin/wallets/consent';
import type { PersonalRelation } from '@renxin/wallets/keystore';
import { z } from 'zod';
import { guangdong } from '../../demonstration/organisations.js';
import type { Acting } from '../acting.js';
import type { Act } from '../control.js';

const consentInput = z.strictObject({ consent: z.string() });
const refusalInput = consentInput.extend({ reason: z.string() });

type Enrol = (
  relation: PersonalRelation,
  towards: string,
  gateway: string,
) => Promise<{ identifier: string; answer: AttestationAnswer }>;

/** What the citizen does with the electronic social-security card: the worker, under another identifier. */
export function citizenActs(acting: Acting, enrol: Enrol): Record<string, Act> {
  const source = guangdong.id;
  const holder = async () => acting.connect(source, await acting.identifier('consent', source));
  return {
    'consent-enrol': async () => {
      const { identifier, answer } = await enrol('consent', source, source);
      await citizen.introduce(await holder(), answer.attestation);
      return { identifier };
    },
    'consent-scene': async (value) => citizen.openRequest(await holder(), consentInput.parse(value).consent),
    'consent-grant': async (value) => {
      const party = await holder();
      return citizen.grant(party, await citizen.openRequest(party, consentInput.parse(value).consent));
    },
    'consent-refuse': async (value) => {
      const { consent, reason } = refusalInput.parse(value);
      return citizen.refuse(await holder(), consent, reason);
    },
    'consent-reopen': async (value) => citizen.reopen(await holder(), consentInput.parse(value).consent),
    'consent-revoke': async (value) => citizen.revoke(await holder(), consentInput.parse(value).consent),
    'access-log': async () => citizen.readAccessLog(await holder()),
    'consent-receipt': async (value) => ({
      bytes: toBase64url(await citizen.downloadReceipt(await holder(), consentInput.parse(value).consent)),
    }),
    'consent-state-proof': async (value) => ({
      bytes: toBase64url(await citizen.downloadStateProof(await holder(), consentInput.parse(value).consent)),
    }),
  };
}
