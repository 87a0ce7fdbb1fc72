import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import type { MessageBody } from '@renxin/chaincode/messages';
import { commitment } from '@renxin/seal/crypto';
import type { ownIssuingRequest } from '@renxin/wallets/api';
import { unsignedCredential, validUntilOf } from '@renxin/wallets/e-certificate';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { recordOf, regionOf, signAsProvince, type CertificateDesk } from './desk.js';
import { viewOf } from './holding.js';
import { applied, handedIn, warningsOf, type Issued } from './issuing.js';
import { typeNamed } from './subject.js';

/**
 * The province is the issuer itself, by the word of its official: the same steps as for any other issuer, with the keys that
 * its gateway has.
 * @throws Refusal, ContractError as `applied` and `handedIn` do
 */
export async function issuedByProvince(
  desk: CertificateDesk,
  request: z.infer<typeof ownIssuingRequest>,
): Promise<Issued> {
  const { certificate, holder, type, issuedOn, claims, predecessor, succession } = request;
  typeNamed(type);
  const validUntil = request.validUntil ?? validUntilOf(type, claims);
  const region = await regionOf(desk);
  const asker = { identifier: desk.organisation, role: 'province' };
  const application = { certificate, holder, type, region, issuedOn };
  const { credentialStatus, province, status } = await applied(desk, asker, application);
  const known = await issuedBefore(desk, certificate);
  if (known !== undefined) return known;
  const at = desk.clock().toISOString();
  const ledger = desk.ledger.name;
  const end = validUntil === undefined ? {} : { validUntil };
  const named = { ledger, certificate, issuer: desk.organisation, holder, credentialStatus, at, ...end };
  const credential = await desk.sign(unsignedCredential(type, claims, named));
  const [salt, digest] = [desk.random(32), desk.provider.hash('SM3', canonicalBytes(credential))];
  const body: MessageBody<'certificate/issue'> = {
    ...application,
    ...end,
    ...(predecessor !== undefined && { predecessor }),
    ...(succession !== undefined && { succession }),
    issuer: desk.organisation,
    province,
    status,
    credentialSchema: typeNamed(type).sm3,
    credential: commitment(desk.provider, salt, digest),
    at,
  };
  const signature = await signAsProvince(desk, 'certificate/issue', body);
  const opening = { salt: toBase64url(salt), digest: toBase64url(digest) };
  return handedIn(desk, asker, { issuing: { body, signature }, credential, opening });
}

/** The same request again, after a crash for instance, is answered with what stands. */
async function issuedBefore(desk: CertificateDesk, certificate: string) {
  if ((await recordOf(desk, certificate)) === undefined) return undefined;
  const file = await desk.files.get(certificate);
  const [view] = file === undefined ? [] : await viewOf(desk, file.value);
  if (view?.receipt === undefined) throw new Refusal('CERTIFICATE_EXISTS');
  return { certificate, receipt: view.receipt, warnings: await warningsOf(desk, certificate) };
}
