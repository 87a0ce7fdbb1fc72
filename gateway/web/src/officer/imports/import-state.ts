import type { ImportRow, ImportView } from '@renxin/wallets/api';
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue';
import { problemOf, type PageProblem } from '../../problem/page-problem';
import { importsClient } from './imports-client';
import type { outcomes } from './texts';

export type Outcome = keyof typeof outcomes;

/** Milliseconds between two looks at an import that is under way. */
const EVERY = 1000;

/** One import: followed while it is under way, whoever began it. */
export function useImport(name: string) {
  const view = shallowRef<ImportView | null>(null);
  const rows = shallowRef<readonly ImportRow[]>([]);
  const next = ref<number | undefined>();
  const outcome = ref<Outcome>('invalid');
  const problem = shallowRef<PageProblem | null>(null);
  const busy = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;

  onMounted(read);
  onBeforeUnmount(() => {
    left = true;
    clearTimeout(timer);
  });

  async function read(): Promise<void> {
    clearTimeout(timer);
    try {
      took(await importsClient.read(name));
      problem.value = null;
    } catch (error) {
      problem.value = problemOf(error);
    }
    const isUnderWay = view.value?.state === 'validating' || view.value?.state === 'issuing';
    if (isUnderWay && !left && problem.value === null) timer = setTimeout(() => void read(), EVERY);
  }

  function took(now: ImportView): void {
    const isOther = view.value?.state !== now.state;
    view.value = now;
    if (!isOther) return;
    const first = (['refused', 'invalid', 'issued', 'valid'] as const).find((each) => now.counts[each] > 0);
    if (first === outcome.value || first === undefined) void readRows();
    else outcome.value = first;
  }

  async function readRows(after = 0): Promise<void> {
    try {
      const asked = outcome.value;
      const page = await importsClient.rows(name, asked, after);
      if (asked !== outcome.value) return;
      rows.value = after === 0 ? page.rows : [...rows.value, ...page.rows];
      next.value = page.next;
    } catch (error) {
      problem.value = problemOf(error);
    }
  }

  async function act(doing: () => Promise<ImportView>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    try {
      took(await doing());
      await read();
      return true;
    } catch (error) {
      problem.value = problemOf(error);
      return false;
    } finally {
      busy.value = false;
    }
  }

  watch(outcome, () => readRows());

  const issue = (): Promise<boolean> => act(() => importsClient.issue(name, view.value?.counts.valid ?? 0));
  const cancel = (): Promise<boolean> => act(() => importsClient.cancel(name));
  const more = (): Promise<void> => readRows(next.value);
  return { view, rows, next, outcome, problem, busy, read, more, issue, cancel };
}
