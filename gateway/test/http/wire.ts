import { connect } from 'node:net';

/** Sends bytes over a raw connection and gives back everything that comes until it closes. */
export function wire(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => (received += String(text)));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(received) : reject(error),
    );
    socket.once('close', () => resolve(received));
    for (const part of parts) socket.write(part);
  });
}

/** A connection that says a part and then ends its side. */
export function wireAndEnd(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => (received += String(text)));
    socket.once('end', () => socket.end());
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(received) : reject(error),
    );
    socket.once('close', () => resolve(received));
    socket.end(text);
  });
}

/** Status and code of a raw answer. */
export function outcome(received: string): { status: number; code: string | undefined } {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0);
  return { status, code: /"code":"([A-Z0-9_]+)"/.exec(received)?.[1] };
}
