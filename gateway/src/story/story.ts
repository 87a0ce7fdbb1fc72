import type { ArtefactGroup, Bilingual, PlayedCall, Question, Role, StoryId } from '../play/format.js';
import type { Stage } from './stage.js';

/** A story: steps that are played one after the other, the same ones for `demo`, the tests and the start page. */
export interface Story {
  readonly id: StoryId;
  readonly title: Bilingual;
  /** Two or three sentences. */
  readonly about: Bilingual;
  /** The story that has to be finished first, because this one uses what it left. */
  readonly after?: StoryId;
  readonly steps: readonly StoryStep[];
  /** What the story leaves, grouped by what is verified together; a file that is not there yet is not shown. */
  readonly artefacts: readonly ArtefactGroup[];
}

export interface StoryStep {
  readonly id: string;
  readonly role: Role;
  readonly title: Bilingual;
  /** `done`, or the code with which it has to be refused. */
  readonly expected: string;
  /** What the party is asked before it: it decides with what it has seen. */
  readonly asks?: { readonly kind: Question['kind']; question(stage: Stage): Promise<Question> };
  run(stage: Stage, decision: Decision): Promise<StepResult>;
}

/** The answer to a step's question. A step that asks nothing is given an agreement. */
export type Decision =
  | {
      readonly agrees: true;
      /** Numbers of the pages that were on the screen, from 0. */
      readonly seen: readonly number[];
    }
  | { readonly agrees: false; readonly reason?: string };

export interface StepResult {
  /** `done`; `declined`, when the party was asked and said no: the story ends there; or the code of the refusal. */
  readonly came: string;
  readonly outcome: Bilingual;
  readonly calls: readonly PlayedCall[];
}
