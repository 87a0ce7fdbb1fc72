import { canonical, type JsonObject } from '@renxin/chaincode/canonical';
import { issueSdJwt } from '@renxin/credentials/sd-jwt';
import { copyAnswer, copyRequests, offerAnswer, type CopyRequest, type OfferAnswer } from '../api/index.js';
import { activate, type Holder } from '../labor-contract/party.js';
import { unsignedCopy } from './credential.js';
import { keysOf, signed, type Issuer } from './issuer.js';

/** Certificates on their way into wallets of other makes (OpenID4VCI). */

/** Offers a certificate: by its holder, its issuer or its province. The code goes another way than the link. */
export async function offerCertificate(
  { client }: Pick<Holder, 'client'>,
  certificate: string,
): Promise<OfferAnswer> {
  return client.post('/api/v1/credential-offers', 'certificate', { certificate }, offerAnswer);
}

/** Copies for wallets that wait for this issuer's signature. */
export async function copiesWaiting({ client }: Pick<Issuer, 'client'>): Promise<readonly CopyRequest[]> {
  return (await client.get('/api/v1/e-certificates/copies', 'certificate', copyRequests)).copies;
}

/** The province asks for something else than a copy of what the issuer issued. */
export class CopyMismatch extends Error {
  readonly code = 'COPY_MISMATCH';
}

/**
 * Signs a copy and hands it in, when it says what the issuer's own credential says and nothing else.
 * @param from the credential as it was issued
 * @throws CopyMismatch
 */
export async function signCopy(
  issuer: Issuer,
  asked: CopyRequest,
  from: JsonObject,
): Promise<JsonObject | string> {
  const { copy, certificate, unsigned } = asked;
  const { credentialSubject: about, credentialStatus, validFrom: at } = unsigned;
  const subject = typeof about === 'object' && about !== null && 'id' in about ? about['id'] : undefined;
  if (typeof subject !== 'string' || typeof at !== 'string' || !Array.isArray(credentialStatus))
    throw new CopyMismatch();
  const named = { ledger: issuer.ledger, certificate, copy, subject, at };
  const expected = unsignedCopy(from, { ...named, credentialStatus: credentialStatus as JsonObject[] });
  if (canonical(expected) !== canonical(unsigned)) throw new CopyMismatch();
  const credential =
    asked.format === 'ldp_vc' ? await signed(issuer, unsigned) : await signedText(issuer, unsigned);
  const path = '/api/v1/e-certificates/copies';
  await issuer.client.post(path, 'certificate', { copy, certificate, credential }, copyAnswer);
  return credential;
}

/** As an SD-JWT VC, by the issuer's assertion key alone: the rest of the world's formats know no SM2. */
async function signedText(issuer: Issuer, unsigned: JsonObject): Promise<string> {
  const [{ verificationMethod, signer }] = await keysOf(issuer);
  const { provider, random } = issuer;
  const activation = activate(issuer, 'confirmation');
  return issueSdJwt(unsigned, { verificationMethod, signer, activation, provider, random });
}
