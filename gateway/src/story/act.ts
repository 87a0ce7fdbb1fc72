import type { Actor } from '../actors/troupe.js';
import type { Bilingual, PlayedCall } from '../play/format.js';
import type { Stage } from './stage.js';
import type { StepResult } from './story.js';

/** The outcome of a step that had to be refused and was not. */
export const notRefused: Bilingual = { zh: '没有被拒绝。', en: 'It was not refused.' };

/** One act of one client as a step's result. `done` says what came of it, `refused` why it was refused. */
export async function act(
  stage: Stage,
  actor: Actor,
  name: string,
  input: unknown,
  done: (result: unknown) => Bilingual,
  refused: Bilingual = { zh: '被拒绝。', en: 'Refused.' },
): Promise<StepResult> {
  const answer = await stage.troupe.act(actor, name, input);
  const calls = answer.calls.map((call): PlayedCall => ({ from: actor, ...call }));
  if (answer.ok) return { came: 'done', outcome: done(answer.result), calls };
  return { came: answer.code ?? 'UNKNOWN', outcome: refused, calls };
}
