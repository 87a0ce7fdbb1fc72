import { onMounted, ref, shallowRef, watch } from 'vue';
import { say } from '../../language/language';
import { problemOf, type PageProblem } from '../../problem/page-problem';
import { regionName } from './regions';
import { trustClient, type RegisteredOrganisation } from './trust-client';

/** A list of the trust registry with the organisations that it names, read again whenever the time that is asked about changes. */
export function useRegistry<T>(reading: (asOf: string) => Promise<readonly T[]>) {
  /** A moment in China Standard Time, YYYY-MM-DDTHH:MM, or nothing for now. */
  const asOf = ref('');
  const list = shallowRef<readonly T[] | null>(null);
  const organisations = shallowRef<readonly RegisteredOrganisation[]>([]);
  const problem = shallowRef<PageProblem | null>(null);

  async function read(): Promise<void> {
    const asked = asOf.value;
    problem.value = null;
    try {
      const [found, registered] = await Promise.all([reading(asked), trustClient.organisations(asked)]);
      // Another time was asked about meanwhile.
      if (asked !== asOf.value) return;
      [list.value, organisations.value] = [found, registered];
    } catch (error) {
      problem.value = problemOf(error);
    }
  }

  /** An organisation by its identifier, a region by its code. */
  function nameOf(id: string): string {
    return organisations.value.find(({ organisation }) => organisation === id)?.name ?? say(regionName(id));
  }

  onMounted(read);
  watch(asOf, read);

  return { asOf, list, organisations, problem, read, nameOf };
}
