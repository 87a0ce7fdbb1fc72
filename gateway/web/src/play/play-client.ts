import type { AttackName, AttackReport, Playbill, Question, StoryId } from '../../../src/play/format';
import { read, readBytes, send } from '../platform/ask';

/** What a party answers when it was asked; a step that asks nothing is given an agreement. */
export type Decision =
  | { readonly agrees: true; readonly seen: readonly number[] }
  | { readonly agrees: false; readonly reason?: string };

/** The calls of the start page. @throws PageProblem the platform refused or did not answer */
export const playClient = {
  playbill: () => read<Playbill>('/play'),
  reset: (story: StoryId) => send<Playbill>(`/play/${story}/reset`, {}),
  step: (story: StoryId, id: string, decision: Decision) =>
    send<Playbill>(`/play/${story}/steps/${id}`, decision),
  question: (story: StoryId, id: string) => read<Question>(`/play/${story}/steps/${id}/question`),
  attack: (attack: AttackName) => send<AttackReport>(`/play/attacks/${attack}`, {}),
  artefact: (name: string) => readBytes(artefactPath(name)),
};

export function artefactPath(name: string): string {
  return `/play/artefacts/${encodeURIComponent(name)}`;
}
