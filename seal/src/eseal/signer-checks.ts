import type { CryptoProvider } from '../crypto/provider.js';
import type { ChainFinding } from '../verify/chain.js';
import { fail, notChecked, pass, type Check } from '../verify/check.js';
import { instantText } from '../verify/evidence.js';
import { verifyTimeStampToken, type TimeStampReport } from '../verify/time-stamp.js';
import type { Certificate } from '../x509/index.js';
import { chainFault, faultIndex } from './chain-fault.js';

/** Who signed and when, by the rules of GM/T 0031-2014 6.2.3: the same with a seal and without one. */

export type SignerCode =
  | 'SIGNER_CHAIN'
  | 'SIGNER_KEYUSAGE'
  | 'TRUST_NOT_GIVEN'
  | 'TS_IMPRINT'
  | 'TS_CHAIN'
  | 'TS_INVALID'
  | 'NO_TRUSTED_TIME'
  | 'SIGNING_TIME_AFTER'
  | 'SIGNER_NOT_VALID_AT_SIGNING'
  | 'SIGNER_REVOKED_BEFORE'
  | 'CRL_SIGNATURE'
  | 'REVOCATION_UNKNOWN';

/** What is asked of a signature. */
export interface Signing {
  readonly signer: Certificate;
  /** Milliseconds since 1970, by the signer's own clock; undefined when it does not say. */
  readonly claimedAt: number | undefined;
  /** The octets that a time-stamp covers. */
  readonly signature: Uint8Array;
  /** DER of the token over them. */
  readonly timeStamp: Uint8Array | undefined;
}

interface StampTrust {
  readonly trust: { readonly timeStamps: readonly Uint8Array[] } | undefined;
  /** The present time of whoever verifies. */
  readonly now: Date;
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

/** How far the signer's clock may be ahead of the trusted time. */
const SKEW = 300_000;

/** Chain or use that is wrong fails whenever it was signed; expiry and revocation are decided by time. */
export function checkSigner(
  { signer }: Pick<Signing, 'signer'>,
  chain: ChainFinding,
): Check<'signer', SignerCode> {
  const evidence = { serial: signer.serial };
  const usage = chainFault(chain, 'usage');
  if (usage !== undefined) {
    const own = faultIndex(usage) === 0 && usage.code !== 'CHAIN_CRITICAL_EXTENSION';
    return fail(
      'signer',
      own ? 'SIGNER_KEYUSAGE' : 'SIGNER_CHAIN',
      { ...evidence, ...usage.evidence },
      usage.code,
    );
  }
  const path = chainFault(chain, 'path');
  if (path?.outcome === 'not-checked') return notChecked('signer', 'TRUST_NOT_GIVEN', evidence);
  return path === undefined ? pass('signer', evidence) : fail('signer', 'SIGNER_CHAIN', evidence, path.code);
}

/** The token over the signature value, when there is one. */
export function stampOf(
  { timeStamp, signature }: Signing,
  { trust, now, certificates, crls, provider }: StampTrust,
): TimeStampReport | undefined {
  if (timeStamp === undefined) return undefined;
  return verifyTimeStampToken({
    token: timeStamp,
    stamped: { data: signature },
    roots: trust?.timeStamps,
    now,
    ...(certificates === undefined ? {} : { certificates }),
    ...(crls === undefined ? {} : { crls }),
    provider,
  });
}

/** Milliseconds since 1970; a token that does not hold proves no time, and nothing else then does. */
export function trustedTime(
  timeStamp: TimeStampReport | undefined,
  at: Date | undefined,
): number | undefined {
  if (timeStamp === undefined) return at?.getTime();
  if (timeStamp.verdict === 'invalid') return undefined;
  return timeStamp.verdict === 'valid' ? timeStamp.stamped?.time.getTime() : at?.getTime();
}

export function checkTimeStamp(
  timeStamp: TimeStampReport | undefined,
  at: number | undefined,
): Check<'time-stamp', SignerCode> {
  if (timeStamp === undefined)
    return at === undefined
      ? notChecked('time-stamp', 'NO_TRUSTED_TIME')
      : pass('time-stamp', { source: 'other evidence', at: instantText(at) });
  const { verdict, code, stamped } = timeStamp;
  const evidence = { source: 'token', at: stamped === undefined ? null : stamped.time.toISOString() };
  if (verdict === 'valid') return pass('time-stamp', evidence);
  if (verdict === 'undetermined') {
    const own = code === 'REVOCATION_UNKNOWN' || code === 'TRUST_NOT_GIVEN' ? code : 'NO_TRUSTED_TIME';
    return notChecked('time-stamp', own, evidence, code);
  }
  const own = code === 'TS_IMPRINT' || code === 'TS_CHAIN' ? code : 'TS_INVALID';
  return fail('time-stamp', own, evidence, code);
}

/** Signed outside the certificates' periods is invalid. */
export function checkTime(
  { claimedAt }: Signing,
  chain: ChainFinding,
  at: number | undefined,
): Check<'time', SignerCode> {
  const claimed = claimedAt === undefined ? null : instantText(claimedAt);
  if (at === undefined) return notChecked('time', 'NO_TRUSTED_TIME', { claimed });
  const evidence = { claimed, at: instantText(at) };
  if (claimedAt !== undefined && claimedAt > at + SKEW) return fail('time', 'SIGNING_TIME_AFTER', evidence);
  const validity = chainFault(chain, 'validity');
  if (validity !== undefined) {
    const code = faultIndex(validity) === 0 ? 'SIGNER_NOT_VALID_AT_SIGNING' : 'SIGNER_CHAIN';
    return fail('time', code, { ...evidence, ...validity.evidence }, validity.code);
  }
  return chain.path === undefined ? notChecked('time', 'SIGNER_CHAIN', evidence) : pass('time', evidence);
}

/** Revoked before the trusted time is invalid; revoked later goes on, and the report says so. */
export function checkRevocation(
  chain: ChainFinding,
  at: number | undefined,
): Check<'revocation', SignerCode> {
  if (chain.path === undefined) return notChecked('revocation', 'REVOCATION_UNKNOWN');
  const fault = chainFault(chain, 'revocation');
  if (fault?.outcome === 'fail') {
    const revoked = faultIndex(fault) === 0 ? 'SIGNER_REVOKED_BEFORE' : 'SIGNER_CHAIN';
    return fail(
      'revocation',
      fault.code === 'CHAIN_REVOKED' ? revoked : 'CRL_SIGNATURE',
      fault.evidence,
      fault.code,
    );
  }
  if (fault !== undefined) return notChecked('revocation', 'REVOCATION_UNKNOWN', fault.evidence);
  if (at === undefined) return notChecked('revocation', 'NO_TRUSTED_TIME');
  return pass('revocation', chain.checks.find((check) => check.step === 'revocation')?.evidence ?? {});
}
