import type { CredentialOfferObject, IssuerMetadataResult } from '@openid4vc/openid4vci';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { PRE_AUTHORISED } from '@renxin/credentials/openid4vci';
import { OpenidError } from '../openid/codes.js';
import { callbacksOf, type ClientOptions } from '../openid/library.js';
import { asking } from './asking.js';

/** What a holder is shown before anything is fetched. */
export interface Offer {
  /** The credential issuer's identifier. */
  readonly issuer: string;
  readonly issuerName: string | undefined;
  readonly configurations: readonly OfferedConfiguration[];
  readonly grant: 'pre-authorised' | 'authorisation';
  /** The issuer asks for a code that came to the holder another way. */
  readonly needsTransactionCode: boolean;
  readonly object: CredentialOfferObject;
  readonly metadata: IssuerMetadataResult;
}

export interface OfferedConfiguration {
  readonly id: string;
  readonly format: string;
  readonly name: string | undefined;
}

/**
 * Reads an offer (`openid-credential-offer://…`) and what its issuer says about itself.
 * @throws OpenidError OFFER_MALFORMED, OFFER_WITHOUT_KNOWN_GRANT, ISSUER_ANSWER_INVALID
 */
export async function openOffer(link: string, options: ClientOptions): Promise<Offer> {
  const client = new Openid4vciClient({ callbacks: callbacksOf(options) });
  const object = await asking(() => client.resolveCredentialOffer(link), 'OFFER_MALFORMED');
  const metadata = await asking(() => client.resolveIssuerMetadata(object.credential_issuer));
  const preAuthorised = object.grants?.[PRE_AUTHORISED];
  if (preAuthorised === undefined && object.grants?.authorization_code === undefined)
    throw new OpenidError('OFFER_WITHOUT_KNOWN_GRANT');
  const known = metadata.credentialIssuer.credential_configurations_supported;
  return {
    issuer: object.credential_issuer,
    issuerName: metadata.credentialIssuer.display?.[0]?.name,
    configurations: object.credential_configuration_ids.flatMap((id) => {
      const configuration = known[id];
      if (configuration === undefined) return [];
      const name = configuration.credential_metadata?.display?.[0]?.name;
      return [{ id, format: configuration.format, name }];
    }),
    grant: preAuthorised === undefined ? 'authorisation' : 'pre-authorised',
    needsTransactionCode: preAuthorised?.tx_code !== undefined,
    object,
    metadata,
  };
}
