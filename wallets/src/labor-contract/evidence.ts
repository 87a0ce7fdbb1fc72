import { proofAnswer } from '../api/index.js';
import { GatewayProblem } from '../client/index.js';
import type { Party } from './party.js';

/** What a party can take home at any time, free of charge (指引 art. 12, 16). */

const FILES = [
  'contract.pdf',
  'contract.pdf.worker.p7s',
  'contract.pdf.employer.p7s',
  'contract.signed.json',
  'contract.signed.sm2.tsr',
  'contract.signed.ecdsa.tsr',
] as const;

/** The concluded document with its signatures and time-stamps, and its sealed form when there is one, by the names under which they are verified. */
export async function downloadAll(
  party: Party,
  contract: string,
  amendment: number,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const base = `/api/v1/labor-contracts/${contract}/documents/${amendment}`;
  const files = new Map<string, Uint8Array>();
  for (const name of FILES) files.set(name, await party.client.download(`${base}/${name}`, 'rights'));
  const sealed = await party.client.download(`${base}/contract.ofd`, 'rights').catch((error: unknown) => {
    if (error instanceof GatewayProblem && error.code === 'NOT_FOUND') return undefined;
    throw error;
  });
  if (sealed !== undefined) files.set('contract.ofd', sealed);
  return files;
}

/** The evidence bundle; that it was handed out is recorded on the ledger. */
export async function exportBundle(
  party: Party,
  contract: string,
  purpose: 'party' | 'arbitration' | 'court' | 'archive',
): Promise<Uint8Array> {
  return party.client.postForBytes(`/api/v1/labor-contracts/${contract}/bundles`, 'evidence', { purpose });
}

/** How often a proof is asked for again while the witnesses are still at it, and how long between, in milliseconds. */
const ATTEMPTS = 60;
const BETWEEN = 500;

/** The proof that the signed record stands in the evidence log of the province; waits until witnesses have cosigned. */
export async function proveLogged(party: Party, contract: string, amendment: number): Promise<Uint8Array> {
  const path = `/api/v1/labor-contracts/${contract}/documents/${amendment}/contract.tlog-proof`;
  for (let attempt = 1; ; attempt++) {
    try {
      return await party.client.download(path, 'evidence');
    } catch (error) {
      const isPending =
        error instanceof GatewayProblem && ['LOG_PROOF_PENDING', 'NOT_FOUND'].includes(error.code);
      if (!isPending || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN));
    }
  }
}

/** Proof of the contract's present state, for offline use. */
export async function proveState(party: Party, contract: string): Promise<unknown> {
  const { proof } = await party.client.get(
    `/api/v1/labor-contracts/${contract}/state-proof`,
    'evidence',
    proofAnswer,
  );
  return proof;
}
