import { canonical, canonicalBytes, fromBase64url, type Json } from '@renxin/chaincode/canonical';
import { commitment } from '@renxin/seal/crypto';
import { z } from 'zod';
import type { Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import type { Life } from './life.js';
import type { ConsentReceipt } from './receipt.js';

/** Of the artefact, what the report compares with what was signed. */
const artefact = z.object({
  kind: z.literal('renxin-consent-artefact'),
  consent: z.string(),
  subject: z.string(),
  notice: z.json(),
  scope: z.json(),
  separate: z.json(),
  authentication: z.object({ sandbox: z.boolean() }),
});

/**
 * Step `consent-openings`: each text opens a commitment that a command of this consent made, each commitment to a text is
 * opened, and the artefact says what was signed.
 */
export function checkOpenings(
  x: Examination,
  { provider }: Context,
  receipt: ConsentReceipt,
  life: Shown<'consent-commands', Life>,
): Finding<{ readonly texts: number }> {
  const wanted = commitmentsOf(life);
  const opened = new Map<string, Json>();
  let last = '';
  for (const { commitment: committed, salt, content } of receipt.openings) {
    const bytes = fromBase64url(salt) ?? new Uint8Array();
    const digest = provider.hash('SM3', canonicalBytes(content));
    const holds = wanted.includes(committed) && commitment(provider, bytes, digest) === committed;
    if (!holds || committed <= last) throw new Fault('CONSENT_OPENING');
    last = committed;
    opened.set(committed, content);
  }
  if (wanted.some((each) => !opened.has(each))) throw new Undecided('CONSENT_OPENING_MISSING');
  requireArtefact(x, life, opened);
  return { code: 'CONSENT_OPENINGS_OK', evidence: { texts: opened.size }, value: { texts: opened.size } };
}

function commitmentsOf({ request, order, grant, refusal, deletion }: Life): string[] {
  return [
    request?.notice,
    grant?.artefact,
    grant?.activation,
    refusal?.reason,
    deletion?.statement,
    order?.document,
    order?.officer,
    order?.reason,
  ].filter((each) => each !== undefined);
}

function requireArtefact(x: Examination, { request, grant }: Life, opened: ReadonlyMap<string, Json>): void {
  if (grant === undefined || request === undefined) return;
  const parsed = artefact.safeParse(opened.get(grant.artefact));
  if (!parsed.success) throw new Fault('CONSENT_OPENING');
  const { consent, subject, notice, scope, separate, authentication } = parsed.data;
  const isSigned =
    consent === grant.consent &&
    subject === grant.subject &&
    canonical(notice) === canonical(opened.get(request.notice) ?? null) &&
    canonical(scope) === canonical(grant.scope) &&
    canonical(separate) === canonical(grant.separate);
  if (!isSigned) throw new Fault('CONSENT_OPENING');
  if (authentication.sandbox) x.leavesOpen('CITIZEN_SANDBOX');
}
