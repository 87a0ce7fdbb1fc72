import type { DryRunAnswer, Proposal } from '@renxin/wallets/api';
import { ref, shallowRef } from 'vue';
import { problemOf, type PageProblem } from '../../problem/page-problem';
import { withReason } from './reasons';
import { trustClient } from './trust-client';

/** A decision about the trust registry: tried out first, and carried out only by somebody who saw what it changes. */
export function useDeciding(done: () => Promise<void>) {
  const proposal = shallowRef<Proposal | null>(null);
  const preview = shallowRef<DryRunAnswer | null>(null);
  const problem = shallowRef<PageProblem | null>(null);
  const busy = ref(false);

  async function propose(next: Proposal): Promise<void> {
    await attempt(async () => {
      preview.value = await trustClient.tryOut(next);
      proposal.value = next;
    });
  }

  async function carryOut(reason: string): Promise<void> {
    const { value } = proposal;
    if (value === null) return;
    await attempt(async () => {
      await trustClient.carryOut(withReason(value, reason));
      close();
      await done();
    });
  }

  function close(): void {
    proposal.value = null;
    preview.value = null;
    problem.value = null;
  }

  async function attempt(doing: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await doing();
    } catch (error) {
      problem.value = problemOf(error);
    } finally {
      busy.value = false;
    }
  }

  return { proposal, preview, problem, busy, propose, carryOut, close };
}
