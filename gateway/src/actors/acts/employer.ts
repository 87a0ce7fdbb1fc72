import { requestCertificate } from '@renxin/wallets/keystore';
import * as labor from '@renxin/wallets/labor-contract';
import { z } from 'zod';
import { employer } from '../../demonstration/organisations.js';
import type { Acting } from '../acting.js';
import type { Act } from '../control.js';
import type { EndCertificates } from '../end-certificates.js';
import { contractInput, contractParty, refusalInput, signingInput } from './contract.js';

const terms = z.record(z.string(), z.unknown());
const draftInput = z.strictObject({
  contract: z.string(),
  worker: z.string(),
  region: z.string(),
  template: z.strictObject({ id: z.string(), version: z.int(), sm3: z.string() }),
  terms,
  predecessor: z.exactOptional(z.string()),
});

/** Who may use the contract seal, and when: stands in the use log. */
const AUTHORITY = '合同专用章：合同订立后用印（演示）';

/** What the employer does. */
export function employerActs(acting: Acting, endCertificates: EndCertificates): Record<string, Act> {
  const party = contractParty(acting, 'employer');
  const { keystore, options } = acting;
  return {
    enrol: async () => {
      const { id, name } = employer;
      await acting.use(id, 'organisation', id);
      if ((await keystore.certificate(id)) !== undefined) return { identifier: id };
      const { client } = await party();
      const at = options.clock().toISOString();
      await requestCertificate(keystore, client, id, { commonName: name }, undefined, at);
      return { identifier: id };
    },
    check: async (value) => labor.checkTerms(await party(), z.strictObject({ terms }).parse(value).terms),
    draft: async (value) => labor.draft(await party(), draftInput.parse(value)),
    revise: async (value) => {
      const input = z.strictObject({ contract: z.string(), version: z.int(), terms }).parse(value);
      return labor.revise(await party(), input.contract, input.version, input.terms);
    },
    withdraw: async (value) => {
      const { contract, version, reason } = refusalInput.parse(value);
      return labor.withdraw(await party(), contract, version, reason);
    },
    lock: async (value) => {
      const { contract, version } = z.strictObject({ contract: z.string(), version: z.int() }).parse(value);
      return labor.lock(await party(), contract, version);
    },
    'seal-contract': async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      return labor.sealContract(await party(), contract, amendment, AUTHORITY);
    },
    deliver: async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      return labor.deliver(await party(), contract, amendment);
    },
    'propose-amendment': async (value) => {
      const input = z.strictObject({ contract: z.string(), terms }).parse(value);
      return labor.proposeAmendment(await party(), input.contract, input.terms);
    },
    'propose-dissolution': async (value) => {
      const input = z.strictObject({ contract: z.string(), ground: z.string(), on: z.string() }).parse(value);
      const answer = await labor.proposeDissolution(await party(), input.contract, input.ground, input.on);
      await endCertificates.await(input.contract);
      return answer;
    },
    dispose: async (value) => labor.dispose(await party(), contractInput.parse(value).contract),
  };
}
