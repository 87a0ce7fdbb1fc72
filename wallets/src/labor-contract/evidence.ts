import { proofAnswer } from '../api/index.js';
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

/** The concluded document with its signatures and time-stamps, by the names under which they are verified. */
export async function downloadAll(
  party: Party,
  contract: string,
  amendment: number,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const base = `/api/v1/labor-contracts/${contract}/documents/${amendment}`;
  const files = new Map<string, Uint8Array>();
  for (const name of FILES) files.set(name, await party.client.download(`${base}/${name}`, 'rights'));
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

/** Proof of the contract's present state, for offline use. */
export async function proveState(party: Party, contract: string): Promise<unknown> {
  const { proof } = await party.client.get(
    `/api/v1/labor-contracts/${contract}/state-proof`,
    'evidence',
    proofAnswer,
  );
  return proof;
}
