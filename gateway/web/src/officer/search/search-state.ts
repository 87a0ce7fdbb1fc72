import type { FoundCertificate } from '@renxin/wallets/api';
import { reactive, watch } from 'vue';
import { problemOf, type PageProblem } from '../../problem/page-problem';
import { client, signedIn } from '../session/session-state';
import { purpose } from './purpose';

/** The last search at this desk, so that one comes back to it; gone when its official signs out. */
export const search = reactive<{
  by: 'number' | 'person';
  typed: string;
  found: readonly FoundCertificate[] | null;
  problem: PageProblem | null;
  busy: boolean;
}>({ by: 'number', typed: '', found: null, problem: null, busy: false });

watch(client, () => {
  purpose.value = '';
  Object.assign(search, { typed: '', found: null, problem: null });
});

export async function find(): Promise<void> {
  const typed = search.typed.trim();
  if (search.busy || typed === '' || purpose.value === '') return;
  search.busy = true;
  search.problem = null;
  search.found = null;
  const asked =
    search.by === 'number'
      ? { by: 'number', number: typed }
      : { by: 'person', citizenNumber: typed.toUpperCase() };
  try {
    const answer = await signedIn().post<{ certificates: readonly FoundCertificate[] }>(
      '/api/v1/e-certificates/searches',
      { ...asked, purpose: purpose.value },
    );
    search.found = answer.certificates;
  } catch (error) {
    search.problem = problemOf(error);
  } finally {
    search.busy = false;
  }
}
