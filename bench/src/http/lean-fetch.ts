import { Agent, request as send, type IncomingMessage } from 'node:http';

const agent = new Agent({ keepAlive: true });

/**
 * What a client of the gateway uses of `fetch`, on node:http with connections that are kept: `fetch` itself costs a client
 * more than everything that the protocol asks of it, and its device is not what is measured.
 */
export function leanFetch(url: string, { method, headers, body }: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    const bytes =
      typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body as string) : undefined;
    const asked = send(url, {
      agent,
      method: method ?? 'GET',
      headers: {
        ...(headers as Record<string, string>),
        ...(bytes !== undefined && { 'Content-Length': bytes.length }),
      },
    });
    asked.once('error', reject).once('response', (response) => {
      read(response).then((all) => resolve(answerOf(response, all)), reject);
    });
    asked.end(bytes);
  });
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answerOf({ statusCode = 0 }: IncomingMessage, bytes: Buffer): Response {
  return {
    ok: statusCode >= 200 && statusCode < 300,
    status: statusCode,
    json: async () => JSON.parse(bytes.toString()) as unknown,
    arrayBuffer: async () => Uint8Array.from(bytes).buffer,
  } as Response;
}
