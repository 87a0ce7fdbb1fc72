import { JsonError, readJson } from '@renxin/chaincode/canonical';
import type { DIDDocument, DIDResolver } from 'did-resolver';
import { z } from 'zod';
import { found, refused } from './result.js';

/**
 * Fetches a public address over https, or refuses: a private address, a redirection to one, an answer that is too large or
 * too slow. Undefined when there is nothing (404, 410).
 */
export type PublicFetch = (url: URL) => Promise<Uint8Array | undefined>;

/** `did:web`: the document lies at the host that the DID names. */
export function didWeb(fetch: PublicFetch): DIDResolver {
  return async (did, { id }) => {
    const url = urlOf(id);
    if (url === undefined) return refused('invalidDid');
    let bytes: Uint8Array | undefined;
    try {
      bytes = await fetch(url);
    } catch {
      return refused('internalError');
    }
    if (bytes === undefined) return refused('notFound');
    const document = read(bytes);
    return document?.id === did ? found(document) : refused('invalidDidDocument');
  };
}

/** `host[%3Aport][:path:to]` to the address of its document. */
function urlOf(id: string): URL | undefined {
  const [host = '', ...path] = id.split(':');
  const [name = '', port, more] = host.split(/%3A/i);
  const isHost =
    /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i.test(name);
  const isPort = port === undefined || (/^[1-9]\d{0,4}$/.test(port) && Number(port) < 65_536);
  const isPath = path.every((part) => /^[A-Za-z0-9._-]+$/.test(part) && !/^\.+$/.test(part));
  if (!isHost || !isPort || !isPath || more !== undefined) return undefined;
  const folder = path.length === 0 ? '.well-known' : path.join('/');
  return new URL(`https://${name}${port === undefined ? '' : `:${port}`}/${folder}/did.json`);
}

/** As far as somebody here looks into it: the document is a stranger's. */
const method = z.looseObject({ id: z.string(), type: z.string(), controller: z.string() });
const relation = z.array(z.union([z.string(), method])).exactOptional();
const documentShape = z.looseObject({
  id: z.string(),
  verificationMethod: z.array(method).exactOptional(),
  authentication: relation,
  assertionMethod: relation,
  keyAgreement: relation,
  capabilityInvocation: relation,
  capabilityDelegation: relation,
  service: z.array(z.looseObject({ id: z.string(), serviceEndpoint: z.unknown() })).exactOptional(),
});

function read(bytes: Uint8Array): DIDDocument | undefined {
  try {
    const parsed = documentShape.safeParse(readJson(bytes));
    return parsed.success ? (parsed.data as unknown as DIDDocument) : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
