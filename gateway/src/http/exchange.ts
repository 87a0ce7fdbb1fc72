import type { Request, Response } from 'express';
import { toBase64url } from '@renxin/chaincode/canonical';
import type { RenderedAnswer } from '../idempotency/idempotent-answers.js';
import { faultFields } from '../log/log.js';
import { PROBLEM_TYPE, problemOf, type AnyCode } from '../problem/index.js';
import { hasBody } from './body.js';
import { oauthAnswer } from './oauth-error.js';
import type { Platform } from './composition.js';
import { acceptableRequestId, SECURITY_HEADERS } from './headers.js';

/** One request and its one answer: knows its id, answers, and says in the log and the metrics what became of it. */
export class Exchange {
  readonly requestId: string;
  readonly #platform: Platform;
  readonly #request: Request;
  readonly #response: Response;
  readonly #started = performance.now();
  #code: AnyCode | undefined;
  /** Filled in as it becomes known; goes into the log. */
  readonly about: {
    operation: string;
    organisation?: string;
    party?: string;
    purpose?: string;
    repeated?: boolean;
  } = {
    operation: 'none',
  };

  constructor(platform: Platform, request: Request, response: Response) {
    this.#platform = platform;
    this.#request = request;
    this.#response = response;
    this.requestId = acceptableRequestId(request) ?? `r-${toBase64url(platform.random(12))}`;
    response.setHeaders(SECURITY);
    response.setHeader('X-Request-Id', this.requestId);
    if (platform.publicUrl().startsWith('https:'))
      response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    platform.metrics.started();
    response.once('close', () => this.#close());
  }

  answer({ status, headers, body }: RenderedAnswer): Promise<void> {
    return this.#send(status, headers, body);
  }

  /** Answers with the problem for whatever was thrown. */
  refuse(error: unknown, form?: 'oauth'): Promise<void> {
    const problem = problemOf(error, this.requestId);
    const { code, status, headers, details, fault } = problem;
    this.#code = code;
    const cause = fault ?? (status >= 500 ? (error as Error).cause : undefined);
    if (cause !== undefined) {
      const { requestId, about } = this;
      this.#platform.log.error(
        { requestId, ...about, code, fault: faultFields(cause) },
        'fault while answering',
      );
    }
    if (form === 'oauth') return this.answer(oauthAnswer(problem));
    const body = new TextEncoder().encode(JSON.stringify(details));
    return this.#send(status, { ...headers, 'Content-Type': PROBLEM_TYPE }, body);
  }

  async #send(status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<void> {
    const response = this.#response;
    if (response.headersSent || response.destroyed) return;
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (body.length > 0 || status !== 204) response.setHeader('Content-Length', body.length);
    if (await isRead(this.#request)) {
      response.end(body);
      return;
    }
    // Part of the request is still under way: the whole answer goes out first, then the rest is read for a while and
    // thrown away, so that the client gets to read the answer before the connection closes.
    response.setHeader('Connection', 'close');
    response.write(body);
    await discard(this.#request);
    response.end();
  }

  #close(): void {
    const { requestId, about } = this;
    const status = this.#response.writableFinished ? this.#response.statusCode : 0;
    const milliseconds = Math.round((performance.now() - this.#started) * 10) / 10;
    this.#platform.metrics.answered(about.operation, status, milliseconds / 1000, this.#code);
    const fields = {
      requestId,
      ...about,
      status,
      milliseconds,
      ...(this.#code !== undefined && { code: this.#code }),
    };
    this.#platform.log.info(fields, status === 0 ? 'client went away' : 'answered');
  }
}

const SECURITY = new Map(Object.entries(SECURITY_HEADERS));

/** True when nothing of the request is still under way. A small body arrives within this turn of the event loop. */
async function isRead(request: Request): Promise<boolean> {
  if (request.complete || !hasBody(request)) return true;
  await new Promise((resolve) => setImmediate(resolve));
  return request.complete;
}

const MOST_DISCARDED = 4 << 20;
const LONGEST_DISCARDING = 2000;

function discard(request: Request): Promise<void> {
  return new Promise((resolve) => {
    let left = MOST_DISCARDED;
    const timer = setTimeout(resolve, LONGEST_DISCARDING);
    const stop = (): void => {
      clearTimeout(timer);
      resolve();
    };
    request.on('data', (chunk: Uint8Array) => {
      left -= chunk.length;
      if (left < 0) stop();
    });
    request.once('end', stop).once('error', stop).once('close', stop);
    request.resume();
  });
}
