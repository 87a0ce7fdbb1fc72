import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

export interface OutgoingOptions {
  /** Origins that the operator has named: this gateway's own and those of other provinces. Asked as they are. */
  readonly known: () => readonly string[];
  /** All addresses of a name; Node's own without it. */
  readonly addressesOf?: (name: string) => Promise<readonly LookupAddress[]>;
  /** Certificate authorities beside Node's own, PEM. */
  readonly authorities?: readonly string[];
}

export interface OutgoingRequest {
  readonly method?: 'GET' | 'POST';
  readonly accept?: string;
  readonly json?: unknown;
  /** Text to post in the place of JSON; its type stands in `headers`. */
  readonly body?: string;
  /** Header fields besides. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of an answer at most. */
  readonly limit: number;
  /** Milliseconds, from the name's resolution to the last byte. */
  readonly timeout: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

/** Asks another server. @throws OutgoingError when it may not or cannot be asked, or answers too much or too late */
export type Outgoing = (url: URL, request: OutgoingRequest) => Promise<OutgoingAnswer>;

export class OutgoingError extends Error {
  readonly code: 'URL_FORBIDDEN' | 'ADDRESS_FORBIDDEN' | 'TOO_MANY' | 'TOO_LARGE' | 'ENCODED' | 'FAILED';

  constructor(code: OutgoingError['code'], options?: ErrorOptions) {
    super(code, options);
    this.name = 'OutgoingError';
    this.code = code;
  }
}

/** Strangers asked at once: who names addresses to us does not open connections without end. */
const MOST = 32;

/**
 * Every request of this process to an address that somebody else may have chosen. A stranger is asked over https alone,
 * and only at public addresses: all of a name's addresses are looked at, and the connection is made to one of those that
 * were, so that no second answer of the name service leads elsewhere. No redirection is followed, whoever it is.
 */
export function createOutgoing({ known, addressesOf = resolved, authorities }: OutgoingOptions): Outgoing {
  const kept = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  const ca = authorities === undefined ? {} : { ca: [...authorities] };
  let strangers = 0;
  return async (url, request) => {
    if (known().includes(url.origin)) {
      const agent = url.protocol === 'https:' ? kept.https : kept.http;
      return ask(url, { ...ca, agent }, request);
    }
    requireStrangers(url);
    if (strangers >= MOST) throw new OutgoingError('TOO_MANY');
    strangers += 1;
    try {
      return await ask(url, { ...ca, agent: false, lookup: publicOnly(addressesOf) }, request);
    } finally {
      strangers -= 1;
    }
  };
}

/** An address that stands in the URL itself is never looked up. */
function requireStrangers(url: URL): void {
  const isPlain = url.protocol === 'https:' && url.username === '' && url.password === '';
  if (!isPlain) throw new OutgoingError('URL_FORBIDDEN');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new OutgoingError('ADDRESS_FORBIDDEN');
}

function publicOnly(addressesOf: NonNullable<OutgoingOptions['addressesOf']>): LookupFunction {
  return (name, options, callback) => {
    addressesOf(name).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
          callback(new OutgoingError('ADDRESS_FORBIDDEN'), []);
        else if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as Error, []),
    );
  };
}

function resolved(name: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    dnsLookup(name, { all: true, verbatim: true }, (error, addresses) =>
      error === null ? resolve(addresses) : reject(error),
    );
  });
}

type Connection = Pick<https.RequestOptions, 'ca' | 'agent' | 'lookup'>;

function ask(
  url: URL,
  connection: Connection,
  {
    method = 'GET',
    accept = 'application/json',
    json,
    body: text,
    headers: further,
    limit,
    timeout,
  }: OutgoingRequest,
): Promise<OutgoingAnswer> {
  const body = json === undefined ? textOf(text) : Buffer.from(JSON.stringify(json));
  const headers = {
    ...further,
    Accept: accept,
    'Accept-Encoding': 'identity',
    ...(json !== undefined && { 'Content-Type': 'application/json' }),
    ...(body !== undefined && { 'Content-Length': body.length }),
  };
  const signal = AbortSignal.timeout(timeout);
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }): void => {
      // The other side closed a kept connection at this moment: nothing was asked yet.
      if (request.reusedSocket && error.code === 'ECONNRESET' && method === 'GET' && !signal.aborted) {
        resolve(
          ask(
            url,
            { ...connection, agent: false },
            { method, accept, ...(further !== undefined && { headers: further }), limit, timeout },
          ),
        );
        return;
      }
      request.destroy();
      reject(error instanceof OutgoingError ? error : new OutgoingError('FAILED', { cause: error }));
    };
    const scheme = url.protocol === 'https:' ? https : http;
    const request = scheme.request(url, { ...connection, method, headers, signal }, (response) => {
      if ((response.headers['content-encoding'] ?? 'identity') !== 'identity')
        return fail(new OutgoingError('ENCODED'));
      const chunks: Uint8Array[] = [];
      let size = 0;
      response.on('data', (chunk: Uint8Array) => {
        size += chunk.length;
        if (size > limit) fail(new OutgoingError('TOO_LARGE'));
        else chunks.push(chunk);
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'],
          body: Buffer.concat(chunks),
        }),
      );
      response.on('error', fail);
      response.on('aborted', () => fail(new OutgoingError('FAILED')));
    });
    request.on('error', fail);
    request.end(body);
  });
}

function textOf(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text);
}
