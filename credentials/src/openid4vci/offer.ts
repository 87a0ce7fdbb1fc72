import type { JsonObject } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import { endpoints, PRE_AUTHORISED } from './metadata.js';

/** Credential offers (OpenID4VCI 1.0 section 4.1). */

export interface OfferOptions {
  readonly issuer: string;
  readonly configurations: readonly string[];
  /** Pre-authorised, with a transaction code of so many digits; without it the holder is asked at the issuer's. */
  readonly preAuthorised?: { readonly code: string; readonly digits: number };
}

/** The offer's object. */
export function credentialOffer({ issuer, configurations, preAuthorised }: OfferOptions): JsonObject {
  const grants: JsonObject =
    preAuthorised === undefined
      ? { authorization_code: {} }
      : {
          [PRE_AUTHORISED]: {
            'pre-authorized_code': preAuthorised.code,
            tx_code: { input_mode: 'numeric', length: preAuthorised.digits },
          },
        };
  return { credential_issuer: issuer, credential_configuration_ids: [...configurations], grants };
}

/** What is scanned or opened: an offer by reference. */
export function offerLink(issuer: string, offer: string): string {
  const reference = `${issuer}${endpoints.offer}/${offer}`;
  return `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(reference)}`;
}

/** An offer as this system writes it, which the documentation of its routes shows. */
export const offerObject = z.object({
  credential_issuer: z.string(),
  credential_configuration_ids: z.array(z.string()),
  grants: z.record(z.string(), z.record(z.string(), z.unknown())),
});
