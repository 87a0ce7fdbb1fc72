import { canonicalBytes } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import { contractAnswer, type ContractAnswer } from '../api/index.js';
import { commit, now, sign, type Party } from './party.js';

const disclosureText = z.looseObject({ text: z.string(), version: z.int(), sm3: z.string() });

/** Fetches what must be told before signing (指引 art. 6); `body` is the text to show. */
export async function readDisclosure(party: Party): Promise<z.infer<typeof disclosureText>> {
  return party.client.get('/api/v1/disclosures/current', 'contract-conclusion', disclosureText);
}

/** Says that the disclosure was read. */
export async function acknowledgeDisclosure(party: Party, contract: string): Promise<ContractAnswer> {
  const { text, version, sm3 } = await readDisclosure(party);
  const request = await sign(party, 'labor-contract/disclose', {
    contract,
    text,
    version,
    sm3,
    at: now(party),
  });
  return party.client.post(`${path(contract)}/disclosure`, 'contract-conclusion', request, contractAnswer);
}

/** Says that the concluded contract was received, naming the document by the commitment both signed. */
export async function acknowledgeDelivery(
  party: Party,
  contract: string,
  amendment: number,
): Promise<ContractAnswer> {
  const { contract: view } = await party.client.get(path(contract), 'delivery', contractAnswer);
  const document =
    view.signings.find((signing) => signing.amendment === amendment)?.document.commitment ?? '';
  const request = await sign(party, 'labor-contract/acknowledge', {
    contract,
    amendment,
    document,
    at: now(party),
  });
  return party.client.post(`${path(contract)}/acknowledgement`, 'delivery', request, contractAnswer);
}

export async function decline(
  party: Party,
  contract: string,
  version: number,
  reason: string,
): Promise<ContractAnswer> {
  const { commitment, opening } = commit(party, party.provider.hash('SM3', canonicalBytes(reason)));
  const body = { contract, version, party: party.identifier, reason: commitment, at: now(party) };
  const request = { reason, opening, refusal: await sign(party, 'labor-contract/decline', body) };
  return party.client.post(`${path(contract)}/refusal`, 'contract-conclusion', request, contractAnswer);
}

function path(contract: string): string {
  return `/api/v1/labor-contracts/${contract}`;
}
