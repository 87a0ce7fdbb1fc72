import { dateInChina } from '@renxin/chaincode/messages';
import { readCode, verifyCode, type CodeContent } from '@renxin/credentials/certificate-code';
import type { VerificationMethod } from '@renxin/credentials/data-integrity';
import { SdJwtError } from '@renxin/credentials/sd-jwt';
import type { Believed, Context } from '../context.js';
import { accreditationsOn, didOf, issuerIn, isWithin, methodIn } from '../credential/issuers.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import type { Issuer } from '../trust.js';

type ReadShown = Shown<'certificate-code', { readonly content: CodeContent; readonly text: string }>;
type IssuerShown = Shown<'code-issuer', { readonly issuer: Issuer }>;

/** All steps over a certificate's QR code, without a network: docs/formats/certificate-code.md */
export async function examineCode(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Promise<void> {
  x.leavesOpen('CODE_STATUS_SINCE', 'CODE_HOLDER');
  const read = await x.step('certificate-code', [], () => checkForm(bytes));
  const issuer = await x.step('code-issuer', [believed, read], checkIssuer);
  const signed = await x.step('code-signature', [believed, read, issuer], (belief, code, by) =>
    checkSignature(x, context, belief, code, by),
  );
  await x.step('code-accreditation', [believed, read, signed], checkAccreditation);
  await x.step('code-freshness', [read], (code) => checkFreshness(x, context, code));
}

async function checkForm(bytes: Uint8Array): Promise<Finding<{ content: CodeContent; text: string }>> {
  const text = new TextDecoder().decode(bytes).trim();
  const { content } = await checked(() => readCode(text));
  const { id, type, issuer, issuedOn, iat, exp } = content;
  const evidence = { certificate: id, type, issuer, issuedOn, madeAt: timeOf(iat), expires: timeOf(exp) };
  return { code: 'CODE_OK', evidence, value: { content, text } };
}

function checkIssuer(belief: Believed, { content }: ReadShown): Finding<{ issuer: Issuer }> {
  const issuer = issuerIn(belief, content.iss);
  if (issuer === undefined) throw new Undecided('ISSUER_UNKNOWN', { issuer: content.iss });
  if (issuer.role !== 'province') throw new Fault('CODE_NOT_BY_PROVINCE', { issuer: content.iss });
  if (!content.id.startsWith(`urn:renxin:${belief.trust.ledger}:certificate:`))
    throw new Fault('CODE_OTHER_LEDGER', { certificate: content.id });
  return {
    code: 'CODE_BY_PROVINCE',
    evidence: { issuer: content.iss, name: issuer.name },
    value: { issuer },
  };
}

async function checkSignature(
  x: Examination,
  { provider }: Context,
  belief: Believed,
  { text }: ReadShown,
  { issuer }: IssuerShown,
): Promise<Finding<object>> {
  const { method, kid, content } = await checked(() =>
    verifyCode(text, { provider, methodOf: methodIn(belief) }),
  );
  const madeAt = timeOf(content.iat);
  if (!wasInForce(method, content.iat)) throw new Fault('CODE_KEY_NOT_IN_FORCE', { key: kid, madeAt });
  x.proves('CODE_STATUS_THEN');
  if (issuer.standing === 'test') x.leavesOpen('NO_RELIABLE_SIGNATURE_CLAIM');
  return { code: 'CODE_SIGNED', evidence: { key: kid, madeAt }, value: {} };
}

/** At the second in which it was made, since a code has whole seconds. */
function wasInForce({ from = '', until }: VerificationMethod, iat: number): boolean {
  return from < timeOf(iat + 1) && (until === undefined || timeOf(iat) < until);
}

/** On the day of issue, for the type, in the region of the certificate. */
function checkAccreditation(belief: Believed, { content }: ReadShown): Finding<object> {
  const { provenance, issuer: id, type, region, issuedOn } = content;
  const evidence = { issuer: id, type, region, on: [issuedOn] };
  if (provenance !== 'issued') return { code: 'PROVINCE_OWN_WORD', evidence, value: {} };
  const { asOf, ledger } = belief.trust;
  if (asOf !== undefined && issuedOn > dateInChina(asOf))
    throw new Undecided('TRUST_BEFORE_ISSUE', { ...evidence, asOf });
  const issuer = issuerIn(belief, didOf(ledger, id));
  if (issuer === undefined) throw new Undecided('ISSUER_UNKNOWN', { issuer: id });
  const held = accreditationsOn(belief, issuer, type, issuedOn).filter(({ regions }) =>
    regions.some((each) => isWithin(region, each)),
  );
  if (held.length === 0) throw new Fault('ISSUER_NOT_ACCREDITED', evidence);
  const accreditations = held.map(({ id: name, regions }) => ({ id: name, regions }));
  return { code: 'ISSUER_ACCREDITED', evidence: { ...evidence, accreditations }, value: {} };
}

/** By the caller's present time: a code is shown now, whatever time is asked about. */
function checkFreshness(
  x: Examination,
  { now, maxAgeDays }: Context,
  { content }: ReadShown,
): Finding<object> {
  const { iat, exp, validUntil } = content;
  const seconds = now.getTime() / 1000;
  const statusAsOf = timeOf(iat);
  x.statusAsOf = statusAsOf;
  const evidence = { statusAsOf, expires: timeOf(exp), secondsOld: Math.max(0, Math.round(seconds - iat)) };
  if (seconds < iat - CLOCK_SKEW) throw new Fault('CODE_NOT_YET', evidence);
  if (seconds >= exp) throw new Fault('CODE_EXPIRED', evidence);
  if (maxAgeDays !== undefined && seconds - iat > maxAgeDays * 86_400)
    throw new Undecided('STATUS_TOO_OLD', { ...evidence, maxAgeDays });
  const isOver = validUntil !== undefined && dateInChina(now.toISOString()) > validUntil;
  x.state = isOver ? 'EXPIRED' : 'VALID';
  if (isOver) return { code: 'CODE_CERTIFICATE_OVER', outcome: 'warn', evidence, value: {} };
  return { code: 'CODE_FRESH', evidence, value: {} };
}

/** How far a phone's clock may be behind, in seconds. */
const CLOCK_SKEW = 60;

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

async function checked<T>(check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof SdJwtError)) throw error;
    const { code } = error;
    if (code === 'SD_JWT_DISCLOSURE' || code === 'SD_JWT_KEY_BINDING') throw new Fault('SD_JWT_MALFORMED');
    throw new Fault(code, {}, { cause: error });
  }
}
