import { canonical, toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { certificate as contract } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { readCredential } from '@renxin/credentials/credential';
import { commitment } from '@renxin/seal/crypto';
import { unsignedCredential } from '@renxin/wallets/e-certificate';
import type { CertificateView, registerEntryRequest } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import type { CertificateFile } from './certificate-file.js';
import { load, recordOf, signAsProvince, sm3OfJson, type CertificateDesk } from './desk.js';
import { finished, forget, requireHolder } from './issuing.js';
import { ownWord } from './own-word.js';
import { refusing } from './proofs.js';
import { schemaOfCredential, subjectOf, typeNamed } from './subject.js';
import { viewOrRefuse } from './taking-over.js';

type Request = z.infer<typeof registerEntryRequest>;

/**
 * The province attests what stands in its register of the time before the ledger. It is the province's word about its
 * register, signed by the province; who issued it then signed nothing, and nobody is told otherwise.
 * With a predecessor it corrects what the province attested before.
 * @throws Refusal CREDENTIAL_INVALID, CHECK_DIGIT_MISMATCH, HOLDER_MISMATCH, CERTIFICATE_NUMBER_EXISTS, CERTIFICATE_EXISTS
 *   and what the rules refuse
 */
export async function attested(desk: CertificateDesk, request: Request): Promise<CertificateView> {
  const { certificate, holder, type, region, issuedOn, validUntil, claims, entry, predecessor } = request;
  if ((await recordOf(desk, certificate)) !== undefined) return again(desk, request);
  const { sm3 } = typeNamed(type);
  const now = desk.clock();
  const { credentialStatus: _none, ...unsigned } = unsignedCredential(type, claims, {
    ledger: desk.ledger.name,
    certificate,
    issuer: desk.organisation,
    holder,
    credentialStatus: [],
    at: now.toISOString(),
    ...(validUntil !== undefined && { validUntil }),
  });
  const read = await refusing('CREDENTIAL_INVALID', () => readCredential(unsigned));
  const { definition } = schemaOfCredential(read, now);
  if (definition.word !== type) throw new Refusal('CREDENTIAL_INVALID');
  const subject = subjectOf(definition, read, now);
  const isOther = subject.validUntil !== undefined && subject.validUntil !== validUntil;
  if (subject.issuedOn !== issuedOn || isOther) throw new Refusal('CREDENTIAL_INVALID');
  await requireHolder(desk, holder, subject);
  const known = (await desk.files.get(certificate))?.value;
  if (known !== undefined && !isSame(desk, known, request)) throw new ContractError('CERTIFICATE_EXISTS');
  const fresh = { certificate, holder, type, region, issuedOn };
  const register = committed(desk, entry);
  const kept = { entry, opening: register.opening };
  const word = await ownWord(desk, fresh, unsigned, subject, kept, predecessor);
  const { reserved, issued, credential, at } = word;
  const body = {
    certificate,
    province: desk.organisation,
    holder,
    type,
    credentialSchema: sm3,
    credential,
    region,
    issuedOn,
    ...(validUntil !== undefined && { validUntil }),
    status: reserved.value.status,
    at,
    register: register.commitment,
    ...(predecessor !== undefined && { predecessor }),
  };
  const signature = await signAsProvince(desk, 'certificate/attest', body);
  let done;
  try {
    done = await desk.ledger.submit(contract.operations.attest, { body, signature }); // the commit point
  } catch (error) {
    if (error instanceof ContractError) await forget(desk, reserved, word.kept.version, issued.number);
    throw error;
  }
  await finished(desk, word.kept, done);
  return viewOrRefuse(desk, certificate);
}

/** The same entry again answers the same. @throws ContractError CERTIFICATE_EXISTS for anything else of this name */
async function again(desk: CertificateDesk, request: Request): Promise<CertificateView> {
  const { value } = await load(desk, request.certificate, () => true);
  const kept = value.issued;
  const isIt =
    isSame(desk, value, request) &&
    kept?.register !== undefined &&
    canonical(kept.register.entry) === canonical(request.entry) &&
    canonical(claimsOf(kept.credential)) === canonical(request.claims);
  if (!isIt) throw new ContractError('CERTIFICATE_EXISTS');
  return viewOrRefuse(desk, request.certificate);
}

function claimsOf({ credentialSubject }: JsonObject): JsonObject {
  const { id: _id, ...claims } = credentialSubject as JsonObject;
  return claims;
}

function isSame(desk: CertificateDesk, file: CertificateFile, request: Request): boolean {
  const names = ['holder', 'type', 'region', 'issuedOn'] as const;
  return file.issuer === desk.organisation && names.every((name) => file[name] === request[name]);
}

/** A salted commitment to the entry: it holds personal data, the ledger none. */
function committed(desk: CertificateDesk, entry: JsonObject) {
  const salt = desk.random(32);
  const digest = sm3OfJson(desk, entry);
  const opening = { salt: toBase64url(salt), digest: toBase64url(digest) };
  return { opening, commitment: commitment(desk.provider, salt, digest) };
}
