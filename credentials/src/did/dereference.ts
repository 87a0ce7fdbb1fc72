import type { DIDDocument, DIDDocumentMetadata, Service, VerificationMethod } from 'did-resolver';
import { readDidUrl } from './did-url.js';
import type { DidResolver, ResolutionOptions } from './resolver.js';
import type { DidError } from './result.js';

/** What a DID URL stands for. */
export type Dereferenced =
  | { readonly kind: 'refused'; readonly error: DereferencingError }
  | {
      readonly kind: 'content';
      readonly content: DIDDocument | VerificationMethod | Service;
      /** Of the DID document. */
      readonly metadata: DIDDocumentMetadata;
    }
  | { readonly kind: 'endpoint'; readonly url: string; readonly metadata: DIDDocumentMetadata };

export type DereferencingError = DidError | 'invalidDidUrl';

/**
 * Dereferences a DID URL (DID Resolution section 5): the whole document, what its fragment names in it, or where a service
 * is; of the ledger's DIDs also in a version (`versionId`) or as it stood at a time (`versionTime`). Paths are not supported.
 */
export async function dereferenced(
  resolve: DidResolver,
  didUrl: string,
  options: ResolutionOptions = {},
): Promise<Dereferenced> {
  const parts = readDidUrl(didUrl);
  if (parts === undefined) return refused('invalidDidUrl');
  const { did, path, parameters, fragment } = parts;
  const said = [...parameters].filter(([name]) => name === 'versionId' || name === 'versionTime');
  const {
    didDocument,
    didDocumentMetadata: metadata,
    didResolutionMetadata,
  } = await resolve(did, {
    ...options,
    ...(Object.fromEntries(said) as Pick<ResolutionOptions, 'versionId' | 'versionTime'>),
  });
  if (didDocument === null) {
    const error = didResolutionMetadata.error as DidError;
    return refused(error === 'invalidOptions' && said.length > 0 ? 'invalidDidUrl' : error);
  }
  if (path !== '' || ![...parameters.keys()].every(isKnown)) return refused('featureNotSupported');
  const service = parameters.get('service');
  if (service !== undefined) {
    const url = endpointOf(didDocument, service, parameters.get('relativeRef'), fragment);
    return typeof url === 'string' ? { kind: 'endpoint', url, metadata } : url;
  }
  if (parameters.has('relativeRef')) return refused('invalidDidUrl');
  const content = fragment === undefined ? didDocument : named(didDocument, fragment);
  return content === undefined ? refused('notFound') : { kind: 'content', content, metadata };
}

function isKnown(parameter: string): boolean {
  return ['service', 'relativeRef', 'versionId', 'versionTime'].includes(parameter);
}

function refused(error: DereferencingError): {
  readonly kind: 'refused';
  readonly error: DereferencingError;
} {
  return { kind: 'refused', error };
}

/** Where a service is. What is relative to it stays with its host: a DID sends nobody elsewhere. */
function endpointOf(
  document: DIDDocument,
  service: string,
  relative: string | undefined,
  fragment: string | undefined,
): string | ReturnType<typeof refused> {
  const endpoint = document.service?.find(({ id }) => isNamed(document, id, service))?.serviceEndpoint;
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) return refused('notFound');
  const base = new URL(endpoint);
  if (base.protocol !== 'https:' && base.protocol !== 'http:') return refused('notFound');
  if (relative === undefined) return endpoint + (fragment === undefined ? '' : `#${fragment}`);
  if (!URL.canParse(relative, base)) return refused('invalidDidUrl');
  const url = new URL(relative, base);
  if (url.origin !== base.origin) return refused('invalidDidUrl');
  if (fragment !== undefined) url.hash = fragment;
  return url.href;
}

const relations = [
  'authentication',
  'assertionMethod',
  'keyAgreement',
  'capabilityInvocation',
  'capabilityDelegation',
] as const;

function named(document: DIDDocument, fragment: string): VerificationMethod | Service | undefined {
  const embedded = relations
    .flatMap((relation) => document[relation] ?? [])
    .flatMap((each) => (typeof each === 'string' ? [] : [each]));
  const all = [...(document.verificationMethod ?? []), ...embedded, ...(document.service ?? [])];
  return all.find(({ id }) => isNamed(document, id, fragment));
}

function isNamed(document: DIDDocument, id: string, fragment: string): boolean {
  return id === `#${fragment}` || id === `${document.id}#${fragment}`;
}
