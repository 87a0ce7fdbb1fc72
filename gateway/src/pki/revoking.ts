import { readCertificate } from '@renxin/seal/verify';
import type { CertificateRevocationAnswer, CertificateRevocationRequest } from '@renxin/wallets/api';
import { Refusal } from '../problem/index.js';
import type { CertificateAuthorities } from './authorities.js';
import { isAuthorityName } from './authorities.js';

/** How many e-seals a certificate made, and how many list it: what a revocation of it concerns. */
export type SealsOf = (
  certificate: Uint8Array,
) => Promise<{ readonly made: number; readonly listing: number }>;

/** RFC 3161 section 4: with these reasons the key was not taken, and what it signed before stands. */
const KEPT: readonly string[] = ['unspecified', 'affiliationChanged', 'superseded', 'cessationOfOperation'];

/**
 * Revokes a certificate, or only says what that would do. The lists and answers of its authority say so at once. Repeating it
 * changes nothing; the first reason stays.
 * @throws Refusal NOT_FOUND, ROLE_FORBIDDEN when the authority is another organisation's
 */
export async function revoked(
  authorities: CertificateAuthorities,
  asker: { readonly identifier: string },
  { authority: name, serial, reason, dryRun }: CertificateRevocationRequest,
  sealsOf: SealsOf,
): Promise<CertificateRevocationAnswer> {
  if (!isAuthorityName(name)) throw new Refusal('NOT_FOUND');
  const authority = await authorities.of(name);
  if (authority.organisation !== asker.identifier) throw new Refusal('ROLE_FORBIDDEN');
  const before = await authority.issuedUnder(serial);
  if (before === undefined) throw new Refusal('NOT_FOUND');
  if (!dryRun) await authority.revoke(serial, reason);
  const now = (await authority.issuedUnder(serial)) ?? before;
  const certificate = readCertificate(now.certificate);
  return {
    authority: name,
    serial,
    subject: now.subject,
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
    revoked: now.revoked ?? null,
    done: !dryRun,
    earlierStands: KEPT.includes(now.revoked?.reason ?? reason),
    seals: await sealsOf(now.certificate),
  };
}
