import type { HashAlgorithm } from '@renxin/seal/crypto';
import { verifyTimeStampToken, type StampedTime, type TimeStampReport } from '@renxin/seal/verify';
import { restsOn, rootsFor, type Believed, type Context } from '../context.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';
import { requireChecks } from './checks.js';
import type { DocumentShown } from './document.js';

/** The two tokens over a signed contract. */
export const suites = {
  sm2: { algorithm: 'SM2', imprint: 'SM3' },
  ecdsa: { algorithm: 'P-256', imprint: 'SHA-256' },
} as const satisfies Record<string, { algorithm: StampedTime['algorithm']; imprint: HashAlgorithm }>;
export type Suite = keyof typeof suites;

/** A token over this signed contract whose signature holds; whose it is has not been asked. */
export interface Stamp {
  readonly report: TimeStampReport;
  readonly stamped: StampedTime;
}

/** A token of a trusted authority: what it covers existed at `latest`. */
export interface TrustedTime {
  readonly time: string;
  readonly latest: Date;
}

/** Steps `time-stamp-sm2` and `time-stamp-ecdsa`: the token covers these bytes and its signature holds. */
export function checkStamp(
  context: Context,
  believed: Believed | undefined,
  suite: Suite,
  set: DocumentShown,
): Finding<Stamp> {
  const report = verifyTimeStampToken({
    token: set.parts.tokens[suite],
    stamped: { data: set.parts.signed },
    roots: rootsFor(believed, 'time-stamp'),
    now: context.now,
    provider: context.provider,
  });
  requireChecks(report.checks, ['format', 'algorithms', 'imprint', 'signature']);
  const { stamped } = report;
  if (stamped === undefined) throw new Fault('STEP_ERROR');
  const evidence = {
    time: stamped.time.toISOString(),
    serial: stamped.serial,
    policy: stamped.policy,
    imprint: stamped.imprint,
  };
  const wanted = suites[suite];
  if (stamped.algorithm !== wanted.algorithm || stamped.imprint.algorithm !== wanted.imprint) {
    throw new Fault('TS_SUITE', evidence);
  }
  return { code: 'TS_OK', evidence, value: { report, stamped } };
}

/** Steps `time-stamp-authority-…`: a trusted authority gave the token, in its period, and its certificate was not revoked. */
export function checkAuthority(
  x: Examination,
  believed: Believed | undefined,
  suite: Suite,
  { report, stamped }: Shown<'time-stamp-sm2' | 'time-stamp-ecdsa', Stamp>,
): Finding<TrustedTime> {
  const { subject, serial } = stamped.authority;
  requireChecks(report.checks, ['certificate', 'time', 'revocation'], {
    authority: subject,
    certificate: serial,
  });
  const anchor = restsOn(x, believed, stamped.chain.at(-1)?.der);
  const time = stamped.time.toISOString();
  x.bounds({ bound: 'notAfter', source: `time-stamp:${suite}`, time: stamped.latest.toISOString() });
  x.proves('TIME_STAMPED');
  return {
    code: 'TS_AUTHORITY_OK',
    evidence: { authority: subject, certificate: serial, anchor, time, statusAsOf: stamped.statusAsOf },
    value: { time, latest: stamped.latest },
  };
}
