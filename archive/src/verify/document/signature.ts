import { toBase64url } from '@renxin/chaincode/canonical';
import {
  POLICY_ORGANISATION,
  POLICY_PERSON,
  verifyDocumentSignature,
  type DocumentSignatureReport,
  type SignedDocument,
} from '@renxin/seal/verify';
import { shownDigest, type Role } from '../../bundle/index.js';
import { restsOn, rootsFor, type Believed, type Context } from '../context.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';
import { requireChecks } from './checks.js';
import type { DocumentShown } from './document.js';
import type { TrustedTime } from './time-stamp.js';

/** A signature over this document that holds with the key of the certificate it carries. */
export interface PartySignature {
  readonly role: Role;
  readonly party: string;
  readonly report: DocumentSignatureReport;
  readonly signed: SignedDocument;
}

export type SignatureShown = Shown<'worker-signature' | 'employer-signature', PartySignature>;

const USE = { worker: 'person', employer: 'organisation' } as const;
const POLICY = { worker: POLICY_PERSON, employer: POLICY_ORGANISATION } as const;

/** Steps `worker-signature` and `employer-signature`: the signature is over this document, and names this ledger. */
export function checkSignature(
  context: Context,
  believed: Believed | undefined,
  role: Role,
  set: DocumentShown,
  times: readonly (TrustedTime | undefined)[],
): Finding<PartySignature> {
  const report = verifyDocumentSignature({
    cms: set.parts.cms[role],
    document: set.parts.document,
    roots: rootsFor(believed, USE[role]),
    at: earliest(times),
    provider: context.provider,
  });
  requireChecks(report.checks, ['format', 'algorithms', 'signature', 'document']);
  const { signed } = report;
  if (signed === undefined) throw new Fault('STEP_ERROR');
  const { checkpoint, signingTime } = signed.claims;
  const evidence = {
    certificate: signed.signer.serial,
    issuer: signed.signer.issuer,
    algorithm: signed.algorithm,
    claimedTime: signingTime,
    checkpoint,
  };
  if (checkpoint.ledger !== set.record.ledger) throw new Fault('CHECKPOINT_OTHER_LEDGER', evidence);
  const party = set.record.signatures.find((each) => each.role === role)?.party ?? '';
  return { code: 'SIGNATURE_OK', evidence, value: { role, party, report, signed } };
}

/** Steps `worker-certificate` and `employer-certificate`: trusted issuer, valid and not revoked at the trusted time. */
export function checkCertificate(
  x: Examination,
  believed: Believed | undefined,
  { role, report, signed }: SignatureShown,
): Finding<{ readonly role: Role }> {
  const { serial, issuer } = signed.signer;
  requireChecks(report.checks, ['certificate', 'time', 'revocation'], { certificate: serial, issuer });
  if (!signed.signer.policies.includes(POLICY[role])) {
    throw new Fault('SIGNER_POLICY', { certificate: serial, issuer, policies: signed.signer.policies });
  }
  const anchor = restsOn(x, believed, signed.chain.at(-1)?.der);
  const { statusAsOf, revokedLater } = signed;
  x.proves(role === 'worker' ? 'WORKER_SIGNED' : 'EMPLOYER_SIGNED');
  return {
    code: revokedLater === null ? 'CERTIFICATE_OK' : 'CERTIFICATE_REVOKED_LATER',
    outcome: revokedLater === null ? 'pass' : 'warn',
    evidence: { certificate: serial, issuer, anchor, statusAsOf, revokedLater },
    value: { role },
  };
}

/** Step `pages-shown`: both signed the same pages of this document. */
export function checkPagesShown(
  context: Context,
  set: DocumentShown,
  worker: SignatureShown,
  employer: SignatureShown,
): Finding<{ readonly digest: string }> {
  const { document, shown } = set.record;
  const digest = toBase64url(shownDigest(context.provider, document.sm3, shown.pages));
  for (const { role, signed } of [worker, employer]) {
    if (signed.claims.shown !== digest) throw new Fault('PAGES_SHOWN_DIFFER', { role, digest });
  }
  return { code: 'PAGES_SHOWN_OK', evidence: { pages: shown.pages.length, digest }, value: { digest } };
}

function earliest(times: readonly (TrustedTime | undefined)[]): Date | undefined {
  return times
    .flatMap((time) => (time === undefined ? [] : [time.latest]))
    .sort((a, b) => a.getTime() - b.getTime())[0];
}
