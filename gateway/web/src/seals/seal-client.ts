import type { SealDesignRequest, SealUseView, SealView } from '@renxin/wallets/api';
import type { SealDeskAnswer } from '../../../src/play/format';
import { read, send } from '../platform/ask';
import { problemOfDetails } from '../problem/page-problem';

/** Where one sits: who uses seals, or who decides about them. */
export type Seat = 'owner' | 'official';

export interface Agent {
  readonly name: string;
  readonly staff: string;
  /** base64url of SM3 of what authorises the agent. */
  readonly authorisation: string;
}

export interface Application {
  readonly seal: string;
  readonly type: string;
  readonly agent: Agent;
  readonly design: SealDesignRequest;
  readonly predecessor?: string;
}

/** The organisation that decides, whose gateway keeps the register. */
const AUTHORITY = 'gd';

/** The calls of the page. @throws PageProblem the platform or the owner's client refused, or did not answer */
export const sealClient = {
  list: (seat: Seat) => ask<readonly SealView[]>(seat, { act: 'list' }),
  uses: (seat: Seat, seal: string) => ask<readonly SealUseView[]>(seat, { act: 'uses', seal }),
  apply: (application: Application) => ask<SealView>('owner', { act: 'apply', ...application }),
  change: (seal: string, kind: string, reason: string) =>
    ask<SealView>('owner', { act: 'change', seal, kind, reason }),
  /** base64url of SES_Signature. */
  use: (seal: string, what: { readonly title: string; readonly text: string; readonly place: string }) =>
    ask<string>('owner', { act: 'use', seal, ...what }),
  decide: (seal: string, decision: 'approve' | 'reject', official: string, grounds: string) =>
    ask<SealView>('official', { act: 'decide', seal, decision, official, grounds }),
  make: (seal: string, official: string) => ask<SealView>('official', { act: 'make', seal, official }),
  supervise: (seal: string, kind: string, official: string, reason: string) =>
    ask<SealView>('official', { act: 'supervise', seal, kind, official, reason }),
  /** Public: what anybody may ask the register. */
  stateAt: (seal: string, at: string) =>
    read<{ state: string | null }>(
      `/orgs/${AUTHORITY}/api/v1/seals/${seal}/state?at=${encodeURIComponent(at)}`,
    ),
};

export function dataPath(seal: string): string {
  return `/orgs/${AUTHORITY}/api/v1/seals/${seal}/seal.esl`;
}

async function ask<T>(seat: Seat, act: object): Promise<T> {
  const answer = await send<SealDeskAnswer>(`/play/seals/${seat}`, act);
  if (!answer.ok) throw problemOfDetails(answer.problem ?? null, answer.code, null);
  return answer.result as T;
}
