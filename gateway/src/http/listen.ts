import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemOf, Refusal, type RequestCode } from '../problem/index.js';
import type { Application } from './app.js';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly timeouts?: Partial<Timeouts>;
}

/** Milliseconds. */
export interface Timeouts {
  /** From the first byte to the end of the head. */
  readonly head: number;
  /** From the first byte to the end of the body. */
  readonly request: number;
  /** An idle connection between two requests. */
  readonly keepAlive: number;
  /** Between `/readyz` saying no and the end of listening, so that balancers notice. */
  readonly notice: number;
  /** What was accepted may take this long to finish when stopping. */
  readonly drain: number;
}

export interface Listening {
  readonly port: number;
  /** Says not ready, stops accepting, finishes what was accepted, closes. */
  close(): Promise<void>;
}

// An idle connection outlives a pause of either side: who closes it while the other asks resets the request.
const TIMEOUTS: Timeouts = { head: 10_000, request: 30_000, keepAlive: 65_000, notice: 0, drain: 20_000 };

/** Listens. @throws the system's error, for instance EADDRINUSE */
export async function listen(app: Application, options: ListenOptions): Promise<Listening> {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const server = createServer(
    {
      headersTimeout: timeouts.head,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: Math.min(1000, timeouts.head / 2),
      maxHeaderSize: 16_384,
      insecureHTTPParser: false,
    },
    app.handler,
  );
  server.on('clientError', answerBroken);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  let closing: Promise<void> | undefined;
  return {
    port: portOf(server),
    close: () => (closing ??= stop(app, server, timeouts)),
  };
}

async function stop(app: Application, server: Server, { notice, drain }: Timeouts): Promise<void> {
  app.beginStop();
  if (notice > 0) await new Promise((resolve) => setTimeout(resolve, notice));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Those that are busy now become idle with their answer.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const late = setTimeout(() => server.closeAllConnections(), drain);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
  // A client may have gone away while its request is still being carried out.
  await app.idle();
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP address');
  return address.port;
}

/** What never became a request: answered as a problem where the connection still takes it. */
function answerBroken(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, details } = problemOf(new Refusal(brokenCode(error.code)), 'none');
  const body = JSON.stringify(details);
  const head = [
    `HTTP/1.1 ${status} ${details.title}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function brokenCode(code: string | undefined): RequestCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'HEADERS_TOO_LARGE';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'REQUEST_TIMEOUT';
  return 'REQUEST_MALFORMED';
}
