import type { Bilingual } from '../../play/format.js';
import { act } from '../act.js';
import type { Stage } from '../stage.js';
import type { StepResult, StoryStep } from '../story.js';
import { at, own } from './own.js';

type Signatory = 'worker' | 'employer';

/** A party reads every page of the contract (amendment 0) or an amendment, and signs or declines. */
export function signing(
  id: string,
  actor: Signatory,
  amendment: number,
  title: Bilingual,
  outcome: Bilingual,
): StoryStep {
  return {
    id,
    role: actor,
    title,
    expected: 'done',
    asks: {
      kind: 'pages',
      question: async (stage) => {
        const scene = await stage.troupe.must<Scene>(actor, 'scene', at(stage, amendment));
        return { kind: 'pages', ...scene };
      },
    },
    run: (stage, decision) =>
      decision.agrees
        ? act(stage, actor, 'sign', { ...at(stage, amendment), seen: decision.seen }, () => outcome)
        : decline(stage, actor, amendment, decision.reason ?? '未说明原因'),
  };
}

interface Scene {
  readonly fingerprint: string;
  readonly pages: readonly unknown[];
}

/** Declining a contract is recorded with its reason; an amendment that nobody signs leaves the contract as it was. */
async function decline(
  stage: Stage,
  actor: Signatory,
  amendment: number,
  reason: string,
): Promise<StepResult> {
  if (amendment > 0) {
    const outcome = {
      zh: '没有签名：合同维持原样。',
      en: 'Not signed: the contract stays as it was.',
    };
    return { came: 'declined', outcome, calls: [] };
  }
  const name = actor === 'worker' ? 'decline' : 'withdraw';
  const input = { contract: own(stage).contract, version: 1, reason };
  const result = await act(stage, actor, name, input, () => ({
    zh: '已拒签并记录：这份合同不会成立，没有任何不利后果。',
    en: 'Declined and recorded: this contract will not be concluded, and nothing else follows from it.',
  }));
  return result.came === 'done' ? { ...result, came: 'declined' } : result;
}
