import type { JsonObject } from '@renxin/chaincode/canonical';
import { dateInChina } from '@renxin/chaincode/messages';
import type { CredentialType, NamedSchema } from '@renxin/credentials/schema';
import { computed, reactive, shallowRef } from 'vue';
import { problemOf, type Fault, type PageProblem } from '../../problem/page-problem';
import { catalogue } from '../../schemas/catalogue';
import { signedIn } from '../session/session-state';
import { askedOf, claimsOf, faultsIn, today, type Answers } from './claims';

export type IssuingStep = 'type' | 'fields' | 'check' | 'issued';

export interface IssuedCertificate {
  readonly certificate: string;
  readonly receipt: { readonly height: number; readonly time: string };
}

/** The issuing of one certificate, from the choice of its type to the answer of the platform. */
export function useIssuing() {
  const step = shallowRef<IssuingStep>('type');
  const schema = shallowRef<NamedSchema | null>(null);
  const answers = reactive<{ now: Answers }>({ now: {} });
  const faults = shallowRef<readonly Fault[]>([]);
  const problem = shallowRef<PageProblem | null>(null);
  const busy = shallowRef(false);
  const issued = shallowRef<IssuedCertificate | null>(null);
  /** One for one certificate, so that pressing again after a lost answer issues nothing twice. */
  let certificate = '';

  const asked = computed(() => askedOf(schema.value?.definition.fields ?? {}));
  const claims = computed(() => claimsOf(asked.value, answers.now));

  function choose(word: string): void {
    schema.value = catalogue.find(({ definition }) => definition.word === word) ?? null;
    if (schema.value === null) return;
    answers.now = defaults(schema.value);
    faults.value = [];
    certificate = `v-${crypto.randomUUID()}`;
    step.value = 'fields';
  }

  function check(): void {
    if (schema.value === null) return;
    problem.value = null;
    faults.value = faultsIn(schema.value.definition, claims.value);
    if (faults.value.length === 0) step.value = 'check';
  }

  async function issue(): Promise<void> {
    if (schema.value === null || busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      issued.value = await handIn(certificate, schema.value.definition, claims.value);
      step.value = 'issued';
    } catch (error) {
      problem.value = problemOf(error);
      faults.value = problem.value.faults.filter(({ pointer }) => pointer.length > 1);
      if (faults.value.length > 0) step.value = 'fields';
    } finally {
      busy.value = false;
    }
  }

  function again(): void {
    answers.now = {};
    issued.value = null;
    problem.value = null;
    step.value = 'type';
  }

  return { step, schema, answers, asked, claims, faults, problem, busy, issued, choose, check, issue, again };
}

/** Finds the holder's identifier by who it is, and issues to it. */
async function handIn(
  certificate: string,
  { word, keys }: CredentialType,
  claims: JsonObject,
): Promise<IssuedCertificate> {
  const desk = signedIn();
  const person = keys.holder === undefined ? claims : claims[keys.holder];
  const { name, citizenNumber } = person as JsonObject;
  const { holder } = await desk.post<{ holder: string }>('/api/v1/e-certificates/holders/searches', {
    name,
    citizenNumber,
  });
  const issuedOn = dayIn(claims[keys.issuedOn]);
  const request = { certificate, holder, type: word, issuedOn, claims };
  return desk.post<IssuedCertificate>('/api/v1/e-certificates/own', request, `issue-${certificate}`);
}

/** The date in China of a date or an instant. */
function dayIn(value: unknown): string {
  const text = typeof value === 'string' ? value : today();
  return text.length === 10 ? text : dateInChina(new Date(text).toISOString());
}

/** What an official fills in most often: the day. */
function defaults({ definition: { keys, fields } }: NamedSchema): Answers {
  return fields[keys.issuedOn]?.value.kind === 'date' ? { [`/${keys.issuedOn}`]: today() } : {};
}
