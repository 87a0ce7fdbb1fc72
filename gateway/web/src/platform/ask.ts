import { PageProblem, problemOfAnswer } from '../problem/page-problem';

/** Questions to the platform that served this page. @throws PageProblem it refused or did not answer */
export async function read<T>(path: string): Promise<T> {
  return (await (await answerOf(path, { headers: { Accept: 'application/json' } })).json()) as T;
}

/** The bytes of an answer, as they came. @throws PageProblem */
export async function readBytes(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await answerOf(path, {})).arrayBuffer());
}

/** @throws PageProblem */
export async function send<T>(path: string, body: unknown): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const response = await answerOf(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as T;
}

/** An answer that is a success. @throws PageProblem */
export async function answerOf(path: string, request: RequestInit): Promise<Response> {
  const response = await fetch(path, request).catch(() => {
    throw new PageProblem('GATEWAY_UNREACHABLE', null, null);
  });
  if (!response.ok) throw await problemOfAnswer(response);
  return response;
}
