import type { AttackReport, Play, Scene } from '../../../src/play/format';

/** The platform refused or did not answer; `code` is the problem's. */
export class PlayProblem extends Error {
  readonly code: string;
  readonly requestId: string | null;
  constructor(code: string, requestId: string | null) {
    super(code);
    this.code = code;
    this.requestId = requestId;
  }
}

export const playClient = {
  play: () => call<Play>('GET', '/play'),
  reset: () => call<Play>('POST', '/play/reset'),
  step: (id: string, decision?: { readonly seen: readonly number[] }) =>
    call<Play>('POST', `/play/steps/${id}`, decision ?? {}),
  scene: (id: string) => call<Scene>('GET', `/play/steps/${id}/scene`),
  rewriteLedger: () => call<AttackReport>('POST', '/play/attacks/rewrite-ledger'),
  async artefact(name: string): Promise<Uint8Array> {
    const response = await fetch(`/play/artefacts/${name}`);
    if (!response.ok) throw await problemOf(response);
    return new Uint8Array(await response.arrayBuffer());
  },
};

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers = {
    Accept: 'application/json',
    ...(method === 'POST' && { 'Content-Type': 'application/json' }),
  };
  const response = await fetch(path, {
    method,
    headers,
    ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
  }).catch(() => {
    throw new PlayProblem('GATEWAY_UNREACHABLE', null);
  });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

async function problemOf(response: Response): Promise<PlayProblem> {
  const problem = (await response.json().catch(() => ({}))) as { code?: string; requestId?: string };
  return new PlayProblem(problem.code ?? `HTTP_${response.status}`, problem.requestId ?? null);
}
