import express, { type Request, type Response } from 'express';
import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Call } from '@renxin/wallets/client';

/**
 * A demonstration party in a process of its own: its own directory, its own keys, and a loopback address through which
 * the start page asks it to act. It answers only who knows the token that it was started with.
 */
export type Act = (input: unknown) => Promise<unknown>;

export interface ActAnswer {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly code?: string;
  readonly details?: unknown;
  readonly calls: readonly Call[];
}

export interface Stage {
  /** Acts by name, called with the start page's input. */
  readonly acts: Readonly<Record<string, Act>>;
  /** The calls that went over the wire since it was last asked. */
  readonly takeCalls: () => Call[];
  /** Further public routes (the identity authority's own service). */
  readonly open?: (app: express.Express) => void;
}

/** Listens on any free loopback port. */
export async function listenOnLoopback(
  stage: Stage,
  token: string,
): Promise<{ port: number; server: Server }> {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: 1_000_000, strict: false }));
  stage.open?.(app);
  app.post('/acts/:act', (request, response, next) => {
    if (!allowed(request, token)) response.status(401).json({ code: 'TOKEN_MISSING' });
    else void answer(stage, request, response).catch(next);
  });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, server };
}

async function answer(stage: Stage, request: Request, response: Response): Promise<void> {
  const name = String(request.params['act']);
  const act = Object.hasOwn(stage.acts, name) ? stage.acts[name] : undefined;
  if (act === undefined) {
    response.status(404).json({ code: 'NOT_FOUND' });
    return;
  }
  stage.takeCalls();
  try {
    const result = await act(request.body);
    response.json({ ok: true, result, calls: stage.takeCalls() } satisfies ActAnswer);
  } catch (error) {
    const { code, problem } = error as { code?: unknown; problem?: unknown };
    if (typeof code !== 'string') throw error;
    response.json({ ok: false, code, details: problem, calls: stage.takeCalls() } satisfies ActAnswer);
  }
}

function allowed(request: Request, token: string): boolean {
  const given = Buffer.from(request.get('authorization') ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
