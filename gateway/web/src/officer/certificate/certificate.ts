import type { Report } from '@renxin/archive/verify';
import type { OfficialView } from '@renxin/wallets/api';
import { ref, shallowRef, watch } from 'vue';
import { readBytes } from '../../platform/ask';
import { PageProblem, problemOf } from '../../problem/page-problem';
import type { NamedBytes } from '../../verify/verify-files';
import { purpose } from '../search/purpose';
import { signedIn } from '../session/session-state';
import type { Decision } from './decisions';

/** One certificate as the province has it, its report, and what is decided about it. */
export function useCertificate(certificate: string) {
  const view = shallowRef<OfficialView | null>(null);
  const report = shallowRef<Report | null>(null);
  const problem = shallowRef<PageProblem | null>(null);
  const deciding = shallowRef<Decision | null>(null);
  const decisionProblem = shallowRef<PageProblem | null>(null);
  const busy = ref(false);
  const path = `/api/v1/e-certificates/${certificate}`;

  async function read(): Promise<void> {
    if (purpose.value === '') return;
    problem.value = null;
    try {
      view.value = await signedIn().post<OfficialView>(`${path}/look-ups`, { purpose: purpose.value });
      report.value = null;
    } catch (error) {
      problem.value = problemOf(error);
    }
  }

  /** Verified in this browser, with the status lists as they are published now. */
  async function verify(): Promise<void> {
    if (view.value === null || busy.value) return;
    busy.value = true;
    try {
      const files = await filesOf(view.value);
      const { verifyFiles } = await import('../../verify/verify-files');
      report.value = (await verifyFiles(files))[0] ?? null;
    } catch (error) {
      problem.value = problemOf(error);
    } finally {
      busy.value = false;
    }
  }

  async function decide(reason: string): Promise<void> {
    if (deciding.value === null || busy.value) return;
    busy.value = true;
    decisionProblem.value = null;
    try {
      await signedIn().post(`${path}/decisions`, { ...deciding.value.body, reason });
      deciding.value = null;
      await read();
    } catch (error) {
      decisionProblem.value = problemOf(error);
    } finally {
      busy.value = false;
    }
  }

  function ask(decision: Decision): void {
    decisionProblem.value = null;
    deciding.value = decision;
  }

  // Nothing about people is shown before the purpose is stated.
  watch(purpose, read, { immediate: true });

  return { view, report, problem, busy, deciding, decisionProblem, read, verify, ask, decide };
}

/** The credential, and beside it the status lists that it names: what the verifier reads together. */
export async function filesOf({ certificate, credential }: OfficialView): Promise<NamedBytes[]> {
  const entries = credential['credentialStatus'];
  const named = Array.isArray(entries) ? (entries as { statusListCredential: string }[]) : [];
  const lists = await Promise.all(
    named.map(async ({ statusListCredential }): Promise<unknown> => {
      const { origin, pathname } = new URL(statusListCredential);
      if (origin !== location.origin) throw new PageProblem('STATUS_UNAVAILABLE', null, null);
      return JSON.parse(new TextDecoder().decode(await readBytes(pathname)));
    }),
  );
  const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const name = `${certificate}.vc`;
  const files = [{ name: `${name}.json`, bytes: bytes(credential) }];
  return lists.length === 0 ? files : [...files, { name: `${name}.status.json`, bytes: bytes(lists) }];
}
