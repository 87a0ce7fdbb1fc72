import type { JsonObject } from '@renxin/chaincode/canonical';
import type { NamedSchema } from '@renxin/credentials/schema';
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
      issued.value = await handIn(certificate, schema.value.definition.word, claims.value);
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
async function handIn(certificate: string, type: string, claims: JsonObject): Promise<IssuedCertificate> {
  const desk = signedIn();
  const { name, citizenNumber } = personOf(claims);
  const { holder } = await desk.post<{ holder: string }>('/api/v1/e-certificates/holders/search', {
    name,
    citizenNumber,
  });
  const issuedOn = typeof claims['issuedOn'] === 'string' ? claims['issuedOn'] : today();
  const request = { certificate, holder, type, issuedOn, claims };
  return desk.post<IssuedCertificate>('/api/v1/e-certificates/own', request, `issue-${certificate}`);
}

function personOf(claims: JsonObject): { name: string; citizenNumber: string } {
  const person = (claims['worker'] ?? claims) as { name?: string; citizenNumber?: string };
  return { name: person.name ?? '', citizenNumber: person.citizenNumber ?? '' };
}

/** What an official fills in most often: the day, and the own province where it is the assessor. */
function defaults({ definition }: NamedSchema): Answers {
  return 'issuedOn' in definition.fields ? { '/issuedOn': today() } : {};
}
