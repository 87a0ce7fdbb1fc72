import type { schemaList } from '@renxin/wallets/api';
import { onMounted, ref, shallowRef, watch } from 'vue';
import type { z } from 'zod';
import { read } from '../platform/ask';
import { problemOf, type PageProblem } from '../problem/page-problem';

export type RegisteredSchema = z.infer<typeof schemaList>['schemas'][number];

/** What the ledger says of the schemas, now or at a time: which versions were registered, superseded, retired. */
export function useRegistered() {
  /** A moment in China Standard Time, YYYY-MM-DDTHH:MM, or nothing for now. */
  const asOf = ref('');
  const schemas = shallowRef<readonly RegisteredSchema[] | null>(null);
  const problem = shallowRef<PageProblem | null>(null);

  async function ask(): Promise<void> {
    const asked = asOf.value;
    problem.value = null;
    try {
      const found = await read<z.infer<typeof schemaList>>(pathOf(asked));
      if (asked === asOf.value) schemas.value = found.schemas;
    } catch (error) {
      problem.value = problemOf(error);
    }
  }

  onMounted(ask);
  watch(asOf, ask);

  return { asOf, schemas, problem, ask };
}

function pathOf(asOf: string): string {
  const path = '/api/v1/schemas';
  return asOf === ''
    ? path
    : `${path}?asOf=${encodeURIComponent(new Date(`${asOf}:00+08:00`).toISOString())}`;
}
