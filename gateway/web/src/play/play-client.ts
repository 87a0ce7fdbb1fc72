import type { AttackReport, Play, Scene } from '../../../src/play/format';
import { PageProblem, problemOfAnswer } from '../problem/page-problem';

/** The calls of the start page. @throws PageProblem the platform refused or did not answer */
export const playClient = {
  play: () => read<Play>('/play'),
  reset: () => send<Play>('/play/reset', {}),
  step: (id: string, decision?: { readonly seen: readonly number[] }) =>
    send<Play>(`/play/steps/${id}`, decision ?? {}),
  scene: (id: string) => read<Scene>(`/play/steps/${id}/scene`),
  rewriteLedger: () => send<AttackReport>('/play/attacks/rewrite-ledger', {}),
  artefact: async (name: string) => {
    const response = await answer(`/play/artefacts/${name}`, {});
    return new Uint8Array(await response.arrayBuffer());
  },
};

async function read<T>(path: string): Promise<T> {
  return (await (await answer(path, { headers: { Accept: 'application/json' } })).json()) as T;
}

async function send<T>(path: string, body: unknown): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const response = await answer(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as T;
}

async function answer(path: string, request: RequestInit): Promise<Response> {
  const response = await fetch(path, request).catch(() => {
    throw new PageProblem('GATEWAY_UNREACHABLE', null, null);
  });
  if (!response.ok) throw await problemOfAnswer(response);
  return response;
}
