import type { IncomingMessage } from 'node:http';
import { faultsOf, Refusal } from '../problem/index.js';
import { singleHeader } from './headers.js';
import { parseJson } from './json.js';
import type { BodyStream, RequestBody } from './route.js';

export interface ReadBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** What the route's schema made of it; the bytes themselves for a body of bytes; a `BodyStream` for a stream. */
  readonly value: unknown;
}

/**
 * Reads and parses a request's body as its route declares it.
 * @throws Refusal CONTENT_TYPE_UNSUPPORTED, CONTENT_ENCODING_UNSUPPORTED, BODY_*
 */
export async function readBody(
  request: IncomingMessage,
  expected: RequestBody | undefined,
): Promise<ReadBody> {
  if (expected === undefined) {
    if (hasBody(request)) throw new Refusal('BODY_UNEXPECTED');
    return { bytes: new Uint8Array(), contentType: '', value: undefined };
  }
  const contentType = contentTypeOf(request, expected);
  if (expected.kind === 'stream')
    return { bytes: new Uint8Array(), contentType, value: streamOf(request, contentType, expected.limit) };
  const bytes = await readBytes(request, expected.limit);
  if (expected.kind === 'bytes') return { bytes, contentType, value: bytes };
  const read = expected.kind === 'json' ? parseJson(bytes) : parseForm(bytes);
  const parsed = expected.schema.safeParse(read);
  if (!parsed.success) throw new Refusal('BODY_INVALID', { faults: faultsOf(parsed.error, read) });
  return { bytes, contentType, value: parsed.data };
}

/** True when the head announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function contentTypeOf(request: IncomingMessage, expected: RequestBody): string {
  const encoding = singleHeader(request, 'content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw new Refusal('CONTENT_ENCODING_UNSUPPORTED');
  const accepted = acceptedBy(expected);
  // Bytes of no stated type are just bytes (RFC 9110 section 8.3), where these are taken.
  const stated = singleHeader(request, 'content-type') ?? (accepted.includes(BYTES) ? BYTES : '');
  const contentType = stated.toLowerCase().replace(/\s/g, '');
  if (!accepted.includes(contentType)) throw new Refusal('CONTENT_TYPE_UNSUPPORTED');
  return contentType;
}

function acceptedBy(expected: RequestBody): readonly string[] {
  if (expected.kind === 'bytes' || expected.kind === 'stream') return expected.contentTypes;
  return expected.kind === 'json' ? JSON_TYPES : FORM_TYPES;
}

/** @throws Refusal BODY_NOT_UTF8, BODY_MEMBER_REPEATED, BODY_MEMBER_FORBIDDEN */
function parseForm(bytes: Uint8Array): Record<string, string> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Refusal('BODY_NOT_UTF8', {}, { cause });
  }
  const members = [...new URLSearchParams(text)];
  const names = new Set(members.map(([name]) => name));
  if (names.size < members.length) throw new Refusal('BODY_MEMBER_REPEATED');
  if (names.has('__proto__')) throw new Refusal('BODY_MEMBER_FORBIDDEN');
  return Object.fromEntries(members);
}

const BYTES = 'application/octet-stream';
const FORM_TYPES = ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded;charset=utf-8'];
const JSON_TYPES = ['application/json', 'application/json;charset=utf-8'];

/** @throws Refusal BODY_TOO_LARGE, BODY_INCOMPLETE while it is read */
function streamOf(request: IncomingMessage, contentType: string, limit: number): BodyStream {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new Refusal('BODY_TOO_LARGE');
  return { contentType, [Symbol.asyncIterator]: () => chunksOf(request, limit) };
}

async function* chunksOf(request: IncomingMessage, limit: number): AsyncGenerator<Uint8Array> {
  if (request.destroyed) throw new Refusal('BODY_INCOMPLETE');
  let size = 0;
  try {
    // What is left after a refusal is read and thrown away by whoever answers: the stream is not destroyed.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Uint8Array;
      size += bytes.length;
      if (size > limit) throw new Refusal('BODY_TOO_LARGE');
      yield bytes;
    }
  } catch (cause) {
    throw cause instanceof Refusal || !request.errored
      ? cause
      : new Refusal('BODY_INCOMPLETE', {}, { cause });
  }
  if (!request.complete) throw new Refusal('BODY_INCOMPLETE');
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new Refusal('BODY_TOO_LARGE');
  // The client may have gone away before anybody listened: no event would tell.
  if (request.destroyed) throw new Refusal('BODY_INCOMPLETE');
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const settle = (act: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
      act();
    };
    const onData = (chunk: Uint8Array): void => {
      size += chunk.length;
      if (size > limit) settle(() => reject(new Refusal('BODY_TOO_LARGE')));
      else chunks.push(chunk);
    };
    const onEnd = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const onGone = (): void => settle(() => reject(new Refusal('BODY_INCOMPLETE')));
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}
