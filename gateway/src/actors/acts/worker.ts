import { attest, bind, requestCertificate, type PersonalRelation } from '@renxin/wallets/keystore';
import * as labor from '@renxin/wallets/labor-contract';
import type { AttestationAnswer } from '@renxin/wallets/api';
import { z } from 'zod';
import type { SyntheticPerson } from '../../demonstration/people.js';
import type { Acting } from '../acting.js';
import type { Act } from '../control.js';
import { citizenActs } from './citizen.js';
import { contractInput, contractParty, refusalInput, signingInput } from './contract.js';

const bindInput = z.strictObject({
  relation: z.enum(['employment', 'consent', 'credential', 'evidence']),
  towards: z.string(),
  /** The organisation whose gateway puts the binding on the ledger. */
  at: z.string().default('gd'),
});
const workersEnd = z.strictObject({ contract: z.string(), ground: z.enum(['37', '38']), on: z.string() });

/** What the worker does. The same person is the citizen of other stories, under other identifiers. */
export function workerActs(acting: Acting, person: SyntheticPerson): Record<string, Act> {
  const party = contractParty(acting, 'worker');
  const at = (): string => acting.options.clock().toISOString();

  /** A new key for one relation towards one organisation, attested by the identity authority and put on the ledger. */
  async function enrol(
    relation: PersonalRelation,
    towards: string,
    gateway: string,
  ): Promise<{ identifier: string; answer: AttestationAnswer }> {
    const { name, citizenNumber } = person;
    const { authority, ledger } = acting.options;
    const answer = await attest(acting.keystore, authority, { name, citizenNumber }, relation, towards);
    const identifier = await bind(acting.keystore, acting.gatewayOf(gateway), ledger, answer, at());
    await acting.use(identifier, relation, towards);
    return { identifier, answer };
  }

  return {
    ...citizenActs(acting, enrol),
    introduce: async () => person,
    enrol: async (value) => {
      const { towards } = z.strictObject({ towards: z.string() }).parse(value);
      const { identifier, answer } = await enrol('employment', towards, 'gd');
      const { client } = await party();
      const subject = { commonName: person.name };
      await requestCertificate(acting.keystore, client, identifier, subject, answer.attestation, at());
      return { identifier };
    },
    bind: async (value) => {
      const { relation, towards, at: gateway } = bindInput.parse(value);
      const { identifier, answer } = await enrol(relation, towards, gateway);
      return { identifier, key: answer.binding.body.key };
    },
    'acknowledge-disclosure': async (value) =>
      labor.acknowledgeDisclosure(await party(), contractInput.parse(value).contract),
    acknowledge: async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      return labor.acknowledgeDelivery(await party(), contract, amendment);
    },
    decline: async (value) => {
      const { contract, version, reason } = refusalInput.parse(value);
      return labor.decline(await party(), contract, version, reason);
    },
    dissolve: async (value) => {
      const { contract, ground, on } = workersEnd.parse(value);
      return labor.dissolveAsWorker(await party(), contract, ground, on);
    },
    'agree-dissolution': async (value) =>
      labor.agreeDissolution(await party(), contractInput.parse(value).contract),
  };
}
