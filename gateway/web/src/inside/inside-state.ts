import type { Report } from '@renxin/archive/verify';
import { ref, shallowRef } from 'vue';
import type { Block, Network } from '../../../src/inside/format';
import { problemOf, type PageProblem } from '../problem/page-problem';
import { insideClient } from './inside-client';

/** A command's proof, fetched and verified in this browser. */
export interface ShownProof {
  readonly txId: string;
  readonly index: number;
  readonly name: string;
  readonly report: Report | null;
}

export const network = shallowRef<Network | null>(null);
/** Latest first. */
export const blocks = shallowRef<readonly Block[]>([]);
/** Where earlier blocks begin; null when there are none. */
export const before = ref<number | null>(null);
/** When this was read, ISO 8601. */
export const readAt = ref<string | null>(null);
export const busy = ref(false);
export const problem = shallowRef<PageProblem | null>(null);
export const proof = shallowRef<ShownProof | null>(null);
export const proofProblem = shallowRef<PageProblem | null>(null);

/** Reads the network and its latest blocks again. */
export function refresh(): Promise<void> {
  return attempt(async () => {
    const [seen, latest] = await Promise.all([insideClient.network(), insideClient.blocks()]);
    network.value = seen;
    blocks.value = latest.blocks;
    before.value = latest.before;
    readAt.value = new Date().toISOString();
  });
}

export function readEarlier(): Promise<void> {
  return attempt(async () => {
    if (before.value === null) return;
    const earlier = await insideClient.blocks(before.value);
    blocks.value = [...blocks.value, ...earlier.blocks];
    before.value = earlier.before;
  });
}

/** Fetches the proof of a command and verifies it here, with the trust file that the platform serves. */
export async function prove(txId: string, index: number): Promise<void> {
  const name = `${txId.slice(0, 8)}-${index}.proof.json`;
  proof.value = { txId, index, name, report: null };
  proofProblem.value = null;
  try {
    const bytes = await insideClient.proof(txId, index);
    const { verifyFiles } = await import('../verify/verify-files');
    const [report] = await verifyFiles([{ name, bytes }]);
    if (proof.value?.txId === txId && proof.value.index === index)
      proof.value = { txId, index, name, report: report ?? null };
  } catch (error) {
    proofProblem.value = problemOf(error);
  }
}

async function attempt(action: () => Promise<void>): Promise<void> {
  if (busy.value) return;
  busy.value = true;
  problem.value = null;
  try {
    await action();
  } catch (error) {
    problem.value = problemOf(error);
  } finally {
    busy.value = false;
  }
}
