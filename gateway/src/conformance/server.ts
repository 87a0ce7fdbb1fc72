import { nativeProvider } from '@renxin/seal/native';
import { issueRoot } from '@renxin/seal/pki';
import { generateSigner } from '@renxin/seal/signer';
import { POLICY_TEST } from '@renxin/seal/verify';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifierAsked, identifierQuery } from '../did/asked.js';
import { bindingAnswer } from '../did/binding.js';
import { readBody } from '../http/body.js';
import { unattended } from '../keys/key-ring.js';
import { PROBLEM_TYPE, problemOf, Refusal } from '../problem/index.js';
import { openLevelRecordStore } from '../store/index.js';
import { conformanceEndpoints, type Endpoint, type Lists } from './endpoints.js';
import { resolveDid, testIssuers } from './test-issuers.js';

export interface ConformanceOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where clients reach it, without a trailing slash; by its scheme it speaks https, with a certificate of its own. */
  readonly publicUrl?: string;
}

export interface ConformanceServer {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const MOST = 1 << 20;

/**
 * The test issuers over HTTP, for everybody who reaches the address: no token is asked for. Keys live as long as the
 * process, records in a directory that goes with it.
 */
export async function serveConformance(options: ConformanceOptions): Promise<ConformanceServer> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-conformance-'));
  const store = await openLevelRecordStore(directory);
  let url = options.publicUrl ?? '';
  const { endpoints, lists } = conformanceEndpoints(await testIssuers(), store, () => url);
  const byAddress = new Map(endpoints.map((each) => [`${each.method} ${each.path}`, each]));
  const handler: RequestListener = (request, response) => {
    void answer(byAddress, lists, request).then(
      (answered) => send(response, answered),
      (error: unknown) => {
        const { status, details } = problemOf(error, 'conformance');
        send(response, jsonAnswer(status, details, PROBLEM_TYPE));
      },
    );
  };
  const isSecure = url.startsWith('https:');
  const server = isSecure ? createSecureServer(await ownCertificate(), handler) : createServer(handler);
  // A busy suite comes back late on a connection that it keeps.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  if (url === '') url = `http://${options.host}:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function answer(
  byAddress: ReadonlyMap<string, Endpoint>,
  lists: Lists,
  request: IncomingMessage,
): Promise<Answer> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const endpoint = byAddress.get(`${request.method ?? ''} ${path}`);
  if (request.method === 'GET' && path.startsWith(IDENTIFIERS)) return identifier(request, path);
  if (endpoint === undefined) {
    const list = request.method === 'GET' ? await lists.byPath(path) : undefined;
    if (list === undefined) throw new Refusal('NOT_FOUND');
    return jsonAnswer(200, list);
  }
  const { schema } = endpoint;
  const expected = schema === undefined ? undefined : ({ kind: 'json', schema, limit: MOST } as const);
  const { status, body } = await endpoint.answer((await readBody(request, expected)).value);
  return jsonAnswer(status, body);
}

function jsonAnswer(status: number, value: unknown, contentType = 'application/json'): Answer {
  return { status, headers: { 'Content-Type': contentType }, body: Buffer.from(JSON.stringify(value)) };
}

const IDENTIFIERS = '/1.0/identifiers/';

/** DID Resolution over HTTP for `did:key`, as the platform answers it. */
async function identifier({ url = '', headers }: IncomingMessage, path: string): Promise<Answer> {
  const query = identifierQuery.safeParse(Object.fromEntries(new URL(url, 'http://x').searchParams));
  if (!query.success) throw new Refusal('QUERY_INVALID');
  const asked = identifierAsked(decoded(path.slice(IDENTIFIERS.length)), query.data);
  return bindingAnswer(resolveDid, asked, headers.accept);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new Refusal('PATH_INVALID', {}, { cause });
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    ...headers,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}

/** A key and a certificate for this process alone: whoever tests does not check them. */
async function ownCertificate(): Promise<{ key: string; cert: string }> {
  const now = new Date();
  const { signer, privateKey } = generateSigner('P-256');
  const certificate = await issueRoot({
    subject: { country: 'CN', organization: 'Renxin conformance (test only)', commonName: 'localhost' },
    notBefore: new Date(now.getTime() - 60_000),
    notAfter: new Date(now.getTime() + 7 * 86_400_000),
    policies: [POLICY_TEST],
    random: (length) => new Uint8Array(randomBytes(length)),
    activation: unattended('conformance', now),
    provider: nativeProvider,
    signer,
  });
  return { key: pem('PRIVATE KEY', privateKey), cert: pem('CERTIFICATE', certificate) };
}

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
