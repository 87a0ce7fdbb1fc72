import { Refusal } from '../problem/index.js';
import type { StepResult, Story, StoryStep } from '../story/story.js';
import type { Artefact, Play, PlayedStep } from './format.js';

/** One run of a story, step by step. What it leaves is kept in memory: it is a demonstration. */
export class Run {
  readonly story: Story;
  readonly artefacts = new Map<string, Uint8Array>();
  readonly #played: { step: StoryStep; result: StepResult; milliseconds: number }[] = [];

  constructor(story: Story) {
    this.story = story;
  }

  /** How many steps were played. */
  get progress(): number {
    return this.#played.length;
  }

  get isFinished(): boolean {
    return this.#played.length === this.story.steps.length && !this.#hasEnded();
  }

  /** Whether a step was played and came as expected. */
  hasPlayed(id: string): boolean {
    return this.#played.some(({ step, result }) => step.id === id && result.came === step.expected);
  }

  /** The step that is played next. @throws Refusal NOT_FOUND for any other */
  next(id: string): StoryStep {
    if (!this.awaits(id)) throw new Refusal('NOT_FOUND');
    return this.story.steps[this.#played.length]!;
  }

  /** Whether the step is still the one to be played next. */
  awaits(id: string): boolean {
    return !this.#hasEnded() && this.story.steps[this.#played.length]?.id === id;
  }

  /** Takes what came of a step. A refused decision leaves its step to be decided again. */
  took(step: StoryStep, result: StepResult, milliseconds: number): void {
    const mayDecideAgain = step.asks !== undefined && ![step.expected, 'declined'].includes(result.came);
    if (!mayDecideAgain) this.#played.push({ step, result, milliseconds });
  }

  view(running: string | undefined, waitsFor: Play['waitsFor']): Play {
    const { id, title, about, steps } = this.story;
    return {
      story: id,
      title,
      about,
      waitsFor,
      steps: steps.map((step) => this.#viewStep(step, running, waitsFor)),
      artefacts: this.#groups(),
    };
  }

  #groups(): Play['artefacts'] {
    return this.story.artefacts
      .map(({ files, ...group }) => ({ ...group, members: this.#members(files) }))
      .filter(({ members }) => members.length > 0);
  }

  #members(files: Story['artefacts'][number]['files']): Artefact[] {
    const kept = [...this.artefacts];
    return Object.entries(files).flatMap(([named, about]) =>
      kept
        .filter(([name]) => (named.endsWith('/') ? name.startsWith(named) : name === named))
        .map(([name, bytes]) => ({ name, bytes: bytes.length, about })),
    );
  }

  #viewStep(step: StoryStep, running: string | undefined, waitsFor: Play['waitsFor']): PlayedStep {
    const { id, role, title, expected } = step;
    const common = { id, role, title, expected, asks: step.asks?.kind ?? null };
    const played = this.#played.find((each) => each.step === step);
    if (played !== undefined) {
      const { came, outcome, calls } = played.result;
      return {
        ...common,
        state: stateOf(step, came),
        came,
        outcome,
        calls,
        milliseconds: played.milliseconds,
      };
    }
    const isNext = waitsFor === null && this.awaits(id);
    const state = running === id ? 'running' : isNext ? 'ready' : 'waiting';
    return { ...common, state, came: null, outcome: null, calls: [], milliseconds: null };
  }

  #hasEnded(): boolean {
    return this.#played.at(-1)?.result.came === 'declined';
  }
}

function stateOf({ expected }: StoryStep, came: string): PlayedStep['state'] {
  if (came === expected) return 'as-expected';
  return came === 'declined' ? 'declined' : 'unexpected';
}
