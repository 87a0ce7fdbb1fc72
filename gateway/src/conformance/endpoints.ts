import type { JsonObject } from '@renxin/chaincode/canonical';
import { signCredential } from '@renxin/credentials/credential';
import { testContexts } from '@renxin/credentials/rdfc';
import type { CredentialSigner } from '@renxin/credentials/data-integrity';
import { nativeProvider } from '@renxin/seal/native';
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { unattended } from '../keys/key-ring.js';
import type { RecordStore } from '../store/index.js';
import * as vcalm from '../vcalm/index.js';
import { methodOf, type TestIssuer } from './test-issuers.js';

/** What stands at a path: how its body is read, and what is answered. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly schema?: z.ZodType;
  readonly answer: (body: unknown) => Promise<{ readonly status: number; readonly body: unknown }>;
}

/** The endpoints of all test issuers, and `/conformance/ids.json` with their DIDs. */
export function conformanceEndpoints(
  issuers: readonly TestIssuer[],
  store: RecordStore,
  publicUrl: () => string,
): { readonly endpoints: readonly Endpoint[]; readonly lists: Lists } {
  const lists = new Lists(publicUrl);
  const ids = Object.fromEntries(issuers.map(({ prefix, did }) => [prefix === '' ? '/' : prefix, did]));
  return {
    lists,
    endpoints: [
      get('/conformance/ids.json', async () => ids),
      ...issuers.flatMap((issuer) => ofIssuer(issuer, lists, store)),
    ],
  };
}

function ofIssuer(issuer: TestIssuer, lists: Lists, store: RecordStore): readonly Endpoint[] {
  const { prefix, key } = issuer;
  const status = issuer.hasStatus ? lists.bookOf(issuer, store) : undefined;
  const own = new vcalm.Vcalm({
    contexts: testContexts,
    provider: nativeProvider,
    clock: () => new Date(),
    methodOf,
    keys: async () => [key],
    ...(status !== undefined && { status }),
    // There is no ledger here: by its schemas everybody may try.
    schemaInForce: async () => undefined,
    fetchList: (url) => lists.at(url),
    // A caller that says nothing asks whether proofs hold, as the suites do; who issues is not asked.
    checks: ['proof', 'credentialStatus'],
    unsigned: true,
  });
  return [
    post(`${prefix}/credentials/issue`, vcalm.issueBody, 201, async (given) => ({
      verifiableCredential: await own.issue(issuer.hasMessages ? withMessages(given) : given),
    })),
    post(`${prefix}/credentials/verify`, vcalm.verifyCredentialBody, 200, async (given) => ({
      verified: true,
      document: await own.verifyCredential(given),
    })),
    post(`${prefix}/presentations/verify`, vcalm.verifyPresentationBody, 200, async (given) => ({
      verified: true,
      document: await own.verifyPresentation(given),
    })),
    post(`${prefix}/credentials/derive`, vcalm.deriveBody, 201, async (given) => ({
      verifiableCredential: await own.derive(given),
    })),
    post(`${prefix}/credentials/status`, vcalm.statusBody, 200, async (given) => {
      await own.setStatus(given);
      return {};
    }),
  ];
}

function withMessages({ credential, options }: vcalm.Issue): vcalm.Issue {
  return { credential, options: { statusMessages: MESSAGES, ...options } };
}

const MESSAGES: vcalm.StatusMessagesAsked = {
  messages: ['有效 in force', '复核中 in review', '已换发 renewed', '已更正 corrected'].map((message, i) => ({
    status: `0x${String(i)}`,
    message,
  })),
  reference: 'https://www.w3.org/TR/vc-bitstring-status-list/',
};

/** The status lists of the test issuers, by their addresses. No list is fetched from elsewhere. */
export class Lists {
  readonly #publicUrl: () => string;
  readonly #books = new Map<string, vcalm.StatusBook>();

  constructor(publicUrl: () => string) {
    this.#publicUrl = publicUrl;
  }

  bookOf({ prefix, did, key }: TestIssuer, store: RecordStore): vcalm.StatusBook {
    const clock = (): Date => new Date();
    const book = new vcalm.StatusBook({
      store,
      organisation: `conformance${prefix.replaceAll('/', '-')}`,
      issuer: did,
      base: () => `${this.#publicUrl()}${prefix}/status-lists`,
      sign: async (credential) => {
        const now = clock();
        return signCredential(credential, {
          provider: nativeProvider,
          now,
          activation: unattended('conformance', now),
          keys: [{ verificationMethod: key.verificationMethod, signer: key.signer as CredentialSigner }],
        });
      },
      provider: nativeProvider,
      clock,
      random: (length) => new Uint8Array(randomBytes(length)),
    });
    this.#books.set(`${prefix}/status-lists/`, book);
    return book;
  }

  async at(url: string): Promise<JsonObject | undefined> {
    const base = this.#publicUrl();
    return url.startsWith(`${base}/`) ? this.byPath(url.slice(base.length)) : undefined;
  }

  async byPath(path: string): Promise<JsonObject | undefined> {
    for (const [prefix, book] of this.#books)
      if (path.startsWith(prefix)) return book.list(path.slice(prefix.length));
    return undefined;
  }
}

function get(path: string, answer: () => Promise<unknown>): Endpoint {
  return { method: 'GET', path, answer: async () => ({ status: 200, body: await answer() }) };
}

function post<S extends z.ZodType>(
  path: string,
  schema: S,
  status: number,
  answer: (given: z.output<S>) => Promise<unknown>,
): Endpoint {
  return {
    method: 'POST',
    path,
    schema,
    answer: async (body) => ({ status, body: await answer(body as z.output<S>) }),
  };
}
