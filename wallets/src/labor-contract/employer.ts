import { canonicalBytes, fromBase64url } from '@renxin/chaincode/canonical';
import { commitment } from '@renxin/seal/crypto';
import { z } from 'zod';
import { contractAnswer, findings, type ContractAnswer, type Findings } from '../api/index.js';
import { checked, commit, now, sign, type Party } from './party.js';

export interface NewContract {
  /** A random name; the employer makes it, so that a repeated call is the same contract. */
  readonly contract: string;
  readonly worker: string;
  readonly region: string;
  readonly template: { readonly id: string; readonly version: number; readonly sm3: string };
  readonly terms: Record<string, unknown>;
  /** The certificate of the licence that this form of contract needs. */
  readonly licence?: string;
  readonly predecessor?: string;
}

/** A dry run of the rules: nothing is kept. */
export async function checkTerms(party: Party, terms: Record<string, unknown>): Promise<Findings> {
  return party.client.post('/api/v1/labor-contracts/check', 'contract-conclusion', { terms }, findings);
}

export async function draft(party: Party, contract: NewContract): Promise<ContractAnswer> {
  const { terms, ...named } = contract;
  const { commitment: committed, opening } = commit(party, digestOf(party, terms));
  const body = { ...named, employer: party.identifier, terms: committed };
  const request = { terms, opening, draft: await sign(party, 'labor-contract/draft', body) };
  return party.client.post('/api/v1/labor-contracts', 'contract-conclusion', request, contractAnswer);
}

/** The next version of the terms, while they are negotiated. */
export async function revise(
  party: Party,
  contract: string,
  version: number,
  terms: Record<string, unknown>,
): Promise<ContractAnswer> {
  const { commitment: committed, opening } = commit(party, digestOf(party, terms));
  const revision = await sign(party, 'labor-contract/revise', { contract, version, terms: committed });
  return party.client.post(
    `${path(contract)}/revisions`,
    'contract-conclusion',
    { terms, opening, revision },
    contractAnswer,
  );
}

/** Fetches the rendered document and fixes its bytes on the ledger: from here on both sign this and nothing else. */
export async function lock(party: Party, contract: string, version: number): Promise<ContractAnswer> {
  const pdf = await party.client.download(
    `${path(contract)}/documents/0/contract.pdf`,
    'contract-conclusion',
  );
  const { commitment: document, opening } = commit(party, party.provider.hash('SM3', pdf));
  const request = {
    opening,
    lock: await sign(party, 'labor-contract/lock', { contract, version, document }),
  };
  return party.client.post(`${path(contract)}/lock`, 'contract-conclusion', request, contractAnswer);
}

/** Proposes an amendment (劳动合同法 art. 35): the amended terms are rendered; both sign as they signed the contract. */
export async function proposeAmendment(
  party: Party,
  contract: string,
  terms: Record<string, unknown>,
): Promise<ContractAnswer> {
  return party.client.post(`${path(contract)}/amendments`, 'contract-conclusion', { terms }, contractAnswer);
}

/** Tells the worker that the contract can be fetched (指引 art. 10). */
export async function deliver(party: Party, contract: string, amendment: number): Promise<ContractAnswer> {
  const body = { contract, amendment, channel: 'app' as const, at: now(party) };
  const request = await sign(party, 'labor-contract/deliver', body);
  return party.client.post(`${path(contract)}/delivery`, 'delivery', request, contractAnswer);
}

export async function withdraw(
  party: Party,
  contract: string,
  version: number,
  reason: string,
): Promise<ContractAnswer> {
  const { commitment: committed, opening } = commit(party, digestOf(party, reason));
  const body = { contract, version, party: party.identifier, reason: committed, at: now(party) };
  const request = { reason, opening, refusal: await sign(party, 'labor-contract/withdraw', body) };
  return party.client.post(`${path(contract)}/withdrawal`, 'contract-conclusion', request, contractAnswer);
}

/** Asks for disposal; refused while the law keeps the contract (劳动合同法 art. 50). */
export async function dispose(party: Party, contract: string): Promise<ContractAnswer> {
  const request = await sign(party, 'labor-contract/dispose', { contract, at: now(party) });
  return party.client.post(`${path(contract)}/disposal`, 'contract-conclusion', request, contractAnswer);
}

/**
 * Proposes the end of the contract: the certificate's data is made by the gateway from the terms, committed to here.
 * Grounds 39, 40, 41 and 44 need the employer alone; 36 waits for the worker, who calls {@link agreeDissolution}.
 */
export async function proposeDissolution(
  party: Party,
  contract: string,
  ground: string,
  on: string,
): Promise<ContractAnswer> {
  const plan = await dissolutionPlan(party, contract, ground, on);
  return postDissolution(party, contract, plan);
}

/** The worker's half of a dissolution by agreement (36), or a worker's own dissolution (37, 38). */
export async function agreeDissolution(party: Party, contract: string): Promise<ContractAnswer> {
  const pending = await party.client.get(
    `${path(contract)}/dissolution`,
    'contract-conclusion',
    pendingDissolution,
  );
  requireOpening(party, pending.certificate, pending.opening, pending.dissolution.certificate);
  return postDissolution(party, contract, pending);
}

export async function dissolveAsWorker(
  party: Party,
  contract: string,
  ground: '37' | '38',
  on: string,
): Promise<ContractAnswer> {
  return postDissolution(party, contract, await dissolutionPlan(party, contract, ground, on));
}

const dissolution = z.strictObject({
  contract: z.string(),
  ground: z.enum(['36', '37', '38', '39', '40', '41', '44.1', '44.2', '44.3', '44.4', '44.5', '44.6']),
  on: z.string(),
  certificate: z.string(),
  at: z.string(),
});
const opening = z.strictObject({ salt: z.string(), digest: z.string() });
const certificateDraft = z.strictObject({ certificate: z.unknown() });
const pendingDissolution = z.strictObject({ dissolution, opening, certificate: z.unknown() });
type Plan = { dissolution: z.infer<typeof dissolution>; opening: z.infer<typeof opening> };

async function dissolutionPlan(party: Party, contract: string, ground: string, on: string): Promise<Plan> {
  const draftPath = `${path(contract)}/dissolution-certificate?ground=${ground}&on=${on}`;
  const { certificate } = await party.client.get(draftPath, 'contract-conclusion', certificateDraft);
  const committed = commit(party, digestOf(party, certificate));
  const body = { contract, ground, on, certificate: committed.commitment, at: now(party) };
  return { dissolution: dissolution.parse(body), opening: committed.opening };
}

async function postDissolution(party: Party, contract: string, plan: Plan): Promise<ContractAnswer> {
  const { signature } = await sign(party, 'labor-contract/dissolve', plan.dissolution);
  const request = {
    dissolution: plan.dissolution,
    opening: plan.opening,
    signatures: [{ by: party.identifier, signature }],
  };
  const target = `${path(contract)}/dissolution`;
  return checked(party, await party.client.post(target, 'contract-conclusion', request, contractAnswer));
}

function requireOpening(
  party: Party,
  value: unknown,
  given: z.infer<typeof opening>,
  committed: string,
): void {
  const salt = fromBase64url(given.salt);
  const opened = salt && commitment(party.provider, salt, digestOf(party, value));
  if (opened !== committed) throw new Error('the certificate is not the one that is committed to');
}

function digestOf(party: Party, value: unknown): Uint8Array {
  return party.provider.hash('SM3', canonicalBytes(value));
}

function path(contract: string): string {
  return `/api/v1/labor-contracts/${contract}`;
}
