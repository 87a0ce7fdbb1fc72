import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { commitment } from '@renxin/seal/crypto';
import { certificateUrn, didOf } from '@renxin/wallets/e-certificate';
import type { CertificateFile } from './certificate-file.js';
import { load, sm3OfJson, type CertificateDesk, type LoadedCertificate } from './desk.js';
import { keepFile } from './issuing.js';
import type { OrganisationSubject, Subject } from './subject.js';

/** A certificate that the province itself makes: of what another gave away to it, or of what stands in its register. */
export interface OwnWord {
  readonly reserved: LoadedCertificate;
  readonly kept: Awaited<ReturnType<typeof keepFile>>;
  readonly issued: NonNullable<CertificateFile['issued']>;
  /** The commitment for the ledger. */
  readonly credential: string;
  readonly at: string;
}

/**
 * Reserves a place in the status list, signs the credential and keeps the file with the salt that opens the commitment:
 * all before the ledger, so that the same call again after a crash finds what it began.
 * @param unsigned the credential without what the province says of itself
 */
export async function ownWord(
  desk: CertificateDesk,
  fresh: Omit<CertificateFile, 'schema' | 'status' | 'issuer' | 'issued' | 'step'>,
  unsigned: JsonObject,
  subject: Subject | OrganisationSubject,
  register?: NonNullable<CertificateFile['issued']>['register'],
  /** Whose number it may have. */
  predecessor?: string,
): Promise<OwnWord> {
  const { certificate } = fresh;
  if ((await desk.files.get(certificate)) === undefined) {
    const status = await desk.statusLists.place();
    const file = { schema: 1 as const, ...fresh, issuer: desk.organisation, status };
    await desk.store.write([desk.files.put(certificate, file, 0)]);
  }
  const reserved = await load(desk, certificate, () => true);
  const at = desk.clock().toISOString();
  const credential = await desk.sign({
    ...unsigned,
    id: certificateUrn(desk.ledger.name, certificate),
    issuer: didOf(desk.ledger.name, desk.organisation),
    validFrom: at,
    credentialStatus: desk.statusLists.entries(reserved.value.status),
  });
  const salt = desk.random(32);
  const digest = sm3OfJson(desk, credential);
  const opening = { salt: toBase64url(salt), digest: toBase64url(digest) };
  const issued = {
    credential,
    opening,
    number: subject.certificateNo,
    digest: opening.digest,
    ...(register !== undefined && { register }),
  };
  const kept = await keepFile(desk, reserved, issued, subject, predecessor);
  return { reserved, kept, issued, credential: commitment(desk.provider, salt, digest), at };
}
