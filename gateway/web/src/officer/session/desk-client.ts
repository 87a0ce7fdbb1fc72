import type { Desk } from '../../../../src/play/format';
import { answerOf, send } from '../../platform/ask';
import { BrowserKey } from './browser-key';

interface Token {
  readonly token: string;
  /** Milliseconds. */
  readonly renewAt: number;
}

interface Asking {
  readonly body?: BodyInit;
  readonly type?: string;
  readonly accept?: string;
  /** The same for a repetition: it is then answered once. */
  readonly idempotencyKey?: string;
}

/** An official's connection to the gateway of its province: a token bound to a key of this page, proven in every call. */
export class DeskClient {
  readonly desk: Desk;
  /** Where the gateway is, without the origin. */
  readonly base: string;
  readonly #key: BrowserKey;
  #token: Token;

  private constructor(desk: Desk, key: BrowserKey, token: Token) {
    this.desk = desk;
    this.base = baseOf(desk);
    this.#key = key;
    this.#token = token;
  }

  /** @throws PageProblem */
  static async signIn(desk: Desk): Promise<DeskClient> {
    const key = await BrowserKey.make();
    return new DeskClient(desk, key, await openSession(desk, key));
  }

  /** @throws PageProblem */
  async get<T>(path: string): Promise<T> {
    return (await (await this.#call('GET', path)).json()) as T;
  }

  /** @throws PageProblem */
  async bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.#call('GET', path, { accept: '*/*' })).arrayBuffer());
  }

  /** @param idempotencyKey of an earlier attempt whose answer did not come. @throws PageProblem */
  async post<T>(path: string, body: unknown, idempotencyKey?: string): Promise<T> {
    const asking = { body: JSON.stringify(body), type: 'application/json' };
    return this.send<T>(path, { ...asking, ...(idempotencyKey !== undefined && { idempotencyKey }) });
  }

  /** POST of a body of any type. @throws PageProblem */
  async send<T>(path: string, asking: Asking): Promise<T> {
    const response = await this.#call('POST', path, { idempotencyKey: crypto.randomUUID(), ...asking });
    return (await response.json()) as T;
  }

  async #call(method: string, path: string, asking: Asking = {}): Promise<Response> {
    if (this.#token.renewAt <= Date.now()) this.#token = await openSession(this.desk, this.#key);
    const { token } = this.#token;
    const { body, type, accept = 'application/json', idempotencyKey } = asking;
    const url = `${location.origin}${this.base}${path.split('?')[0] ?? ''}`;
    return answerOf(this.base + path, {
      method,
      headers: {
        Accept: accept,
        Authorization: `DPoP ${token}`,
        DPoP: await this.#key.proof(method, url, token),
        'Renxin-Purpose': 'certificate',
        ...(type !== undefined && { 'Content-Type': type }),
        ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
      },
      ...(body !== undefined && { body }),
    });
  }
}

/** The province's key says that this page's key may act; then the session is opened as by any other client. */
async function openSession(desk: Desk, key: BrowserKey): Promise<Token> {
  const path = `${baseOf(desk)}/api/v1/session`;
  const { nonce } = await send<{ nonce: string }>(`${path}/nonce`, {});
  const asked = { thumbprint: key.thumbprint, nonce, at: new Date().toISOString() };
  const opening = await send<object>(`/play/officials/${desk.id}/opening`, asked);
  const response = await answerOf(path, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      DPoP: await key.proof('POST', location.origin + path),
    },
    body: JSON.stringify(opening),
  });
  const answer = (await response.json()) as { access_token: string; expires_in: number };
  return { token: answer.access_token, renewAt: Date.now() + (answer.expires_in - 30) * 1000 };
}

function baseOf({ id }: Desk): string {
  return `/orgs/${id}`;
}
