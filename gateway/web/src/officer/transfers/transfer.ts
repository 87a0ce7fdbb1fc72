import type { TransferIn, TransferInLook } from '@renxin/wallets/api';
import { ref, shallowRef, watch } from 'vue';
import { problemOf, type PageProblem } from '../../problem/page-problem';
import { purpose } from '../search/purpose';
import { transfersClient } from './transfers-client';

export type TransferDecision = 'accept' | 'refuse';

/** One transfer: what it says, for a stated purpose, and the decision about it. */
export function useTransfer(transfer: string) {
  const seen = shallowRef<TransferInLook | null>(null);
  const decided = shallowRef<TransferIn | null>(null);
  const problem = shallowRef<PageProblem | null>(null);
  const asked = ref<TransferDecision | null>(null);
  const decisionProblem = shallowRef<PageProblem | null>(null);
  const busy = ref(false);

  async function read(): Promise<void> {
    if (purpose.value === '') return;
    problem.value = null;
    try {
      seen.value = await transfersClient.look(transfer, purpose.value);
    } catch (error) {
      problem.value = problemOf(error);
    }
  }

  function ask(decision: TransferDecision): void {
    decisionProblem.value = null;
    asked.value = decision;
  }

  async function decide(reason: string): Promise<void> {
    if (asked.value === null || busy.value) return;
    busy.value = true;
    decisionProblem.value = null;
    try {
      decided.value =
        asked.value === 'accept'
          ? await transfersClient.accept(transfer)
          : await transfersClient.refuse(transfer, reason);
      asked.value = null;
    } catch (error) {
      decisionProblem.value = problemOf(error);
    } finally {
      busy.value = false;
    }
  }

  // Nothing about people is shown before the purpose is stated.
  watch(purpose, read, { immediate: true });

  return { seen, decided, problem, asked, decisionProblem, busy, read, ask, decide };
}
