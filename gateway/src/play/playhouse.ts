import type { Troupe } from '../actors/troupe.js';
import { Refusal } from '../problem/index.js';
import { steps, type Stage, type StepResult, type StoryStep } from '../story/labor-contract.js';
import type { OperatorsMeans } from './means.js';
import type { Artefact, Bilingual, Play, PlayedStep, Scene } from './format.js';

/** One run of the story, step by step. What it leaves is kept in memory: it is a demonstration. */
export class Playhouse {
  /** What the platform's operator could use against its own ledger, where it has one: for the attack button alone. */
  readonly means: OperatorsMeans | undefined;
  readonly #troupe: Troupe;
  readonly #gateway: string;
  readonly #fingerprint: () => Promise<string>;
  readonly #clock: () => Date;
  #played: { step: StoryStep; result: StepResult; milliseconds: number }[] = [];
  #artefacts = new Map<string, Uint8Array>();
  #stage: Stage;
  #running: string | undefined;

  constructor(options: {
    means: OperatorsMeans | undefined;
    troupe: Troupe;
    gateway: string;
    fingerprint: () => Promise<string>;
    clock: () => Date;
  }) {
    this.means = options.means;
    this.#troupe = options.troupe;
    this.#gateway = options.gateway;
    this.#fingerprint = options.fingerprint;
    this.#clock = options.clock;
    this.#stage = this.#newStage();
  }

  get troupe(): Troupe {
    return this.#troupe;
  }

  get contract(): string | undefined {
    return this.#stage.contract;
  }

  reset(): void {
    if (this.#running !== undefined) throw new Refusal('IDEMPOTENCY_IN_PROGRESS');
    this.#played = [];
    this.#artefacts = new Map();
    this.#stage = this.#newStage();
  }

  async view(): Promise<Play> {
    const artefacts = [...this.#artefacts].map(([name, bytes]): Artefact => ({
      name,
      bytes: bytes.length,
      about: about(name),
    }));
    return {
      story: 'labor-contract',
      steps: steps.map((step) => this.#viewStep(step)),
      artefacts,
      trustFingerprint: await this.#fingerprint(),
      attacks: this.means === undefined ? [] : ['rewrite-ledger'],
    };
  }

  /** The pages that a party has to see before the step. */
  async scene(id: string): Promise<Scene> {
    const { asks } = this.#next(id);
    if (asks === undefined) throw new Refusal('NOT_FOUND');
    const input = { contract: this.#stage.contract, amendment: asks.amendment };
    const { fingerprint, pages } = await this.#troupe.must<{ fingerprint: string; pages: unknown[] }>(
      asks.actor,
      'scene',
      input,
    );
    return { step: id, fingerprint, pages };
  }

  /** Plays the next step; `seen` are the pages that were on the screen. @throws Refusal NOT_FOUND for any other step */
  async play(id: string, seen: readonly number[]): Promise<StepResult> {
    const step = this.#next(id);
    if (this.#running !== undefined) throw new Refusal('IDEMPOTENCY_IN_PROGRESS');
    this.#running = id;
    const started = performance.now();
    try {
      const result = await step.run(this.#stage, seen);
      const refusedWhereDone = step.asks !== undefined && result.came !== step.expected;
      if (!refusedWhereDone) this.#played.push({ step, result, milliseconds: performance.now() - started });
      return result;
    } finally {
      this.#running = undefined;
    }
  }

  /** Whether the step is still the one to be played next. */
  awaits(id: string): boolean {
    return steps[this.#played.length]?.id === id;
  }

  artefact(name: string): Uint8Array {
    const bytes = this.#artefacts.get(name);
    if (bytes === undefined) throw new Refusal('NOT_FOUND');
    return bytes;
  }

  artefacts(): ReadonlyMap<string, Uint8Array> {
    return this.#artefacts;
  }

  #next(id: string): StoryStep {
    const step = steps[this.#played.length];
    if (step?.id !== id) throw new Refusal('NOT_FOUND');
    return step;
  }

  #viewStep(step: StoryStep): PlayedStep {
    const { id, role, title, expected } = step;
    const played = this.#played.find((each) => each.step === step);
    const common = { id, role, title, expected, asks: step.asks !== undefined };
    if (played !== undefined) {
      const { came, outcome, calls } = played.result;
      const state = came === expected ? ('as-expected' as const) : ('unexpected' as const);
      return { ...common, state, came, outcome, calls, milliseconds: played.milliseconds };
    }
    const state =
      this.#running === id
        ? ('running' as const)
        : steps[this.#played.length] === step
          ? ('ready' as const)
          : ('waiting' as const);
    return { ...common, state, came: null, outcome: null, calls: [], milliseconds: null };
  }

  #newStage(): Stage {
    return {
      troupe: this.#troupe,
      gateway: this.#gateway,
      today: () => new Date(this.#clock().getTime() + 8 * 3_600_000).toISOString().slice(0, 10),
      keep: (name, bytes) => void this.#artefacts.set(name, bytes),
    };
  }
}

const ABOUT: Readonly<Record<string, Bilingual>> = {
  'contract.pdf': { zh: '劳动合同', en: 'The labor contract' },
  'contract.pdf.worker.p7s': { zh: '劳动者的签名', en: 'The worker’s signature' },
  'contract.pdf.employer.p7s': { zh: '用人单位的签名', en: 'The employer’s signature' },
  'contract.signed.json': { zh: '签署记录', en: 'The signed-contract record' },
  'contract.signed.sm2.tsr': { zh: '国密时间戳', en: 'SM2 time-stamp' },
  'contract.signed.ecdsa.tsr': { zh: '国际算法时间戳', en: 'ECDSA time-stamp' },
  'contract.evidence.zip': { zh: '证据包', en: 'Evidence bundle' },
  'contract.state-proof.json': { zh: '合同现状的账本证明', en: 'Proof of the contract’s state' },
};

function about(name: string): Bilingual {
  return ABOUT[name] ?? { zh: '材料', en: 'Artefact' };
}
