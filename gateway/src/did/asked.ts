import type { ResolutionOptions } from '@renxin/credentials/did';
import { z } from 'zod';

const text = z.string().max(2048).exactOptional();

/** What may stand in the query of `GET /1.0/identifiers/{did}`. */
export const identifierQuery = z.strictObject({
  publicKeyFormat: text,
  enableExperimentalPublicKeyTypes: z.enum(['true', 'false']).exactOptional(),
  service: text,
  relativeRef: text,
  versionId: text,
  versionTime: text,
});

/** The DID or DID URL that is asked for, and how. */
export interface IdentifierAsked {
  readonly asked: string;
  readonly options: ResolutionOptions;
}

/** Beside a DID a version is an option; with a DID URL that was not encoded it is the rest of it, as `service` is. */
export function identifierAsked(did: string, query: z.infer<typeof identifierQuery>): IdentifierAsked {
  const { publicKeyFormat, enableExperimentalPublicKeyTypes: experimental, ...parameters } = query;
  const { versionId, versionTime, ...ofUrl } = parameters;
  const isDid = !/[/?#]/.test(did) && Object.keys(ofUrl).length === 0;
  const options = {
    ...(publicKeyFormat !== undefined && { publicKeyFormat }),
    ...(experimental !== undefined && { enableExperimentalPublicKeyTypes: experimental === 'true' }),
    ...(isDid && versionId !== undefined && { versionId }),
    ...(isDid && versionTime !== undefined && { versionTime }),
  };
  const rest = isDid ? '' : new URLSearchParams(parameters).toString();
  return { asked: rest === '' ? did : `${did}?${rest.replaceAll('+', '%20')}`, options };
}
