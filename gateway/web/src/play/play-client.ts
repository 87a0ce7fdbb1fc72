import type { AttackReport, Play, Scene } from '../../../src/play/format';
import { read, readBytes, send } from '../platform/ask';

/** The calls of the start page. @throws PageProblem the platform refused or did not answer */
export const playClient = {
  play: () => read<Play>('/play'),
  reset: () => send<Play>('/play/reset', {}),
  step: (id: string, decision?: { readonly seen: readonly number[] }) =>
    send<Play>(`/play/steps/${id}`, decision ?? {}),
  scene: (id: string) => read<Scene>(`/play/steps/${id}/scene`),
  rewriteLedger: () => send<AttackReport>('/play/attacks/rewrite-ledger', {}),
  artefact: (name: string) => readBytes(`/play/artefacts/${name}`),
};
