import type { StoryId } from '../play/format.js';
import type { Playhouse } from '../play/playhouse.js';
import { Refusal } from '../problem/index.js';
import { stories } from './index.js';
import type { Story, StepResult, StoryStep } from './story.js';

export interface PlayedThrough {
  readonly story: Story;
  readonly step: StoryStep;
  readonly result: StepResult;
  readonly milliseconds: number;
}

/**
 * Plays a story from where it is, as somebody who looks at everything and agrees: for `demo` and the tests. Yields each
 * step after it was played; ends after one that did not come as expected.
 */
export async function* playThrough(house: Playhouse, id: StoryId): AsyncGenerator<PlayedThrough> {
  const story = stories.find((each) => each.id === id);
  if (story === undefined) throw new Refusal('NOT_FOUND');
  for (const step of story.steps.slice(house.progress(id))) {
    const started = performance.now();
    const question = step.asks === undefined ? undefined : await house.question(id, step.id);
    const seen = question?.kind === 'pages' ? question.pages.map((_, i) => i) : [];
    const result = await house.play(id, step.id, { agrees: true, seen });
    yield { story, step, result, milliseconds: performance.now() - started };
    if (result.came !== step.expected) return;
  }
}
