import { openPackage } from '@renxin/archive/package';
import { toBase64url } from '@renxin/chaincode/canonical';
import { listing, uploadAnswer } from '@renxin/wallets/api';
import { handOverBundle, type Giver } from '@renxin/wallets/evidence';
import * as labor from '@renxin/wallets/labor-contract';
import { z } from 'zod';
import { ActRefusal, type Acting } from '../acting.js';
import type { Act } from '../control.js';
import { contractParty } from './contract.js';

const handOverInput = z.strictObject({
  contract: z.string(),
  to: z.string(),
  purpose: z.enum(['arbitration', 'court']),
  caseNumber: z.string(),
  listing,
});

/** What a party to a labor contract does with its evidence. */
export function evidenceActs(acting: Acting): Record<string, Act> {
  const party = contractParty(acting, 'worker');
  /** The bundle that was handed over last, with the salt under which the ledger knows its bytes. */
  let held: { readonly contract: string; readonly bundle: Uint8Array; readonly salt: string } | undefined;
  let handOvers = 0;

  async function handOver(value: unknown, bundle: Uint8Array, salt: string): Promise<unknown> {
    const { to, purpose, caseNumber, listing: entry } = handOverInput.parse(value);
    const { identifier, ledger, provider, clock, random } = await party();
    const signer = await acting.keystore.signer(identifier);
    const giver: Giver = { identifier, ledger, signer, provider, clock, random };
    const { client } = await acting.connect(to, identifier);
    const receiver = { client, organisation: to, purpose, caseNumber };
    return handOverBundle(giver, receiver, bundle, entry, { handOvers, salt });
  }

  return {
    'hand-over-evidence': async (value) => {
      const { contract } = handOverInput.parse(value);
      const own = await party();
      const bundle = await labor.exportBundle(own, contract, 'arbitration');
      const salt = toBase64url(own.random(32));
      handOvers = 0;
      const answer = await handOver(value, bundle, salt);
      held = { contract, bundle, salt };
      handOvers = 1;
      return answer;
    },
    /** The same bundle once more, to somebody else. */
    'hand-over-again': async (value) => {
      if (held === undefined) throw new ActRefusal('EVIDENCE_UNKNOWN');
      return handOver(value, held.bundle, held.salt);
    },
    /** The same bundle with one bit of its contract changed. */
    'submit-altered-evidence': async (value) => {
      const { to } = z.strictObject({ to: z.string() }).parse(value);
      if (held === undefined) throw new ActRefusal('EVIDENCE_UNKNOWN');
      const bytes = held.bundle.slice();
      const at = Math.max(0, Buffer.from(bytes).indexOf('%PDF-')) + 64;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const { client } = await acting.connect(to, (await party()).identifier);
      return client.postBytes('/api/v1/evidence', 'dispute', bytes, uploadAnswer);
    },
    'make-archive-package': async (value) => {
      const { contract } = z.strictObject({ contract: z.string() }).parse(value);
      const path = `/api/v1/labor-contracts/${contract}/archive-packages`;
      const { client, provider } = await party();
      const bytes = await client.postForBytes(path, 'retention', {});
      const { archive } = openPackage(bytes, provider).index;
      const proof = `/api/v1/archive-packages/${archive}/registration.json`;
      const registration = await client.download(proof, 'retention');
      return { bytes: toBase64url(bytes), registration: toBase64url(registration) };
    },
  };
}
