import type { Troupe } from '../actors/troupe.js';
import { Refusal } from '../problem/index.js';
import { nothingHanded, type Handed, type Stage } from '../story/stage.js';
import type { Decision, StepResult, Story } from '../story/story.js';
import type { Playbill, Question, StoryId } from './format.js';
import type { LogKeepersMeans, OperatorsMeans } from './means.js';
import { Run } from './run.js';

/** The stories of a platform with demonstration data: each with its own progress, all with the same clients. */
export class Playhouse {
  /** What the platform's operator could use against its own ledger, where it has one: for the attack button alone. */
  readonly means: OperatorsMeans | undefined;
  /** What a province could use against its own evidence log: for the attack button alone. */
  readonly logKeeper: LogKeepersMeans;
  readonly troupe: Troupe;
  /** Base URL of the platform. */
  readonly platform: string;
  readonly #stories: readonly Story[];
  readonly #fingerprint: () => Promise<string>;
  readonly #clock: () => Date;
  readonly #ledger: string;
  readonly #signerOf: Stage['signerOf'];
  readonly #runs = new Map<StoryId, Run>();
  #handed: Handed = nothingHanded();
  #running: { readonly story: StoryId; readonly step: string } | undefined;

  constructor(options: {
    stories: readonly Story[];
    means: OperatorsMeans | undefined;
    logKeeper: LogKeepersMeans;
    troupe: Troupe;
    platform: string;
    fingerprint: () => Promise<string>;
    clock: () => Date;
    ledger: string;
    signerOf: Stage['signerOf'];
  }) {
    this.means = options.means;
    this.logKeeper = options.logKeeper;
    this.troupe = options.troupe;
    this.platform = options.platform;
    this.#stories = options.stories;
    this.#fingerprint = options.fingerprint;
    this.#clock = options.clock;
    this.#ledger = options.ledger;
    this.#signerOf = options.signerOf;
    for (const story of options.stories) this.#runs.set(story.id, new Run(story));
  }

  /** What the stories have come to. */
  get handed(): Handed {
    return this.#handed;
  }

  async view(): Promise<Omit<Playbill, 'attacks'>> {
    const plays = [...this.#runs.values()].map((run) => {
      const { id } = run.story;
      const running = this.#running?.story === id ? this.#running.step : undefined;
      return run.view(running, this.#waitsFor(run));
    });
    return { plays, trustFingerprint: await this.#fingerprint() };
  }

  /** How many steps of a story were played. */
  progress(story: StoryId): number {
    return this.#run(story).progress;
  }

  /** Whether a step of a story was played and came as expected. */
  hasPlayed(story: StoryId, step: string): boolean {
    return this.#run(story).hasPlayed(step);
  }

  /** Starts a story again, and with it those that use what it left. */
  reset(story: StoryId): void {
    this.#requireQuiet();
    this.#run(story);
    const again = [story];
    for (const { id, after } of this.#stories)
      if (after !== undefined && again.includes(after)) again.push(id);
    const empty = nothingHanded();
    for (const id of again) {
      this.#runs.set(id, new Run(this.#run(id).story));
      this.#handed = { ...this.#handed, [id]: empty[id] };
    }
  }

  /** What a party is asked before the step. @throws Refusal NOT_FOUND for any but the next, and for a step that asks nothing */
  async question(story: StoryId, step: string): Promise<Question> {
    const run = this.#open(story);
    const { asks } = run.next(step);
    if (asks === undefined) throw new Refusal('NOT_FOUND');
    return asks.question(this.#stageOf(run));
  }

  /** Plays the next step of a story. @throws Refusal NOT_FOUND for any other step */
  async play(story: StoryId, step: string, decision: Decision): Promise<StepResult> {
    const run = this.#open(story);
    const next = run.next(step);
    this.#requireQuiet();
    this.#running = { story, step };
    const started = performance.now();
    try {
      const result = await next.run(this.#stageOf(run), decision);
      run.took(next, result, performance.now() - started);
      return result;
    } finally {
      this.#running = undefined;
    }
  }

  /** Whether the step is still the one to be played next. */
  awaits(story: StoryId, step: string): boolean {
    return this.#run(story).awaits(step);
  }

  /** @throws Refusal NOT_FOUND */
  artefact(name: string): Uint8Array {
    const bytes = this.artefacts().get(name);
    if (bytes === undefined) throw new Refusal('NOT_FOUND');
    return bytes;
  }

  /** What the stories have left, by file name. */
  artefacts(): ReadonlyMap<string, Uint8Array> {
    return new Map([...this.#runs.values()].flatMap((run) => [...run.artefacts]));
  }

  #run(story: StoryId): Run {
    const run = this.#runs.get(story);
    if (run === undefined) throw new Refusal('NOT_FOUND');
    return run;
  }

  /** A story whose turn has come. */
  #open(story: StoryId): Run {
    const run = this.#run(story);
    if (this.#waitsFor(run) !== null) throw new Refusal('NOT_FOUND');
    return run;
  }

  #waitsFor({ story }: Run): StoryId | null {
    return story.after === undefined || this.#run(story.after).isFinished ? null : story.after;
  }

  /** The clients are the same people in every story: one step at a time. */
  #requireQuiet(): void {
    if (this.#running !== undefined) throw new Refusal('IDEMPOTENCY_IN_PROGRESS');
  }

  #stageOf(run: Run): Stage {
    return {
      troupe: this.troupe,
      gatewayOf: (organisation) => `${this.platform}/orgs/${organisation}`,
      today: () => new Date(this.#clock().getTime() + 8 * 3_600_000).toISOString().slice(0, 10),
      ledger: this.#ledger,
      signerOf: this.#signerOf,
      handed: this.#handed,
      keep: (name, bytes) => void run.artefacts.set(name, bytes),
      artefact: (name) => this.artefact(name),
    };
  }
}
