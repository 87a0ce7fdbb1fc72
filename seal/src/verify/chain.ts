import type { CryptoProvider } from '../crypto/provider.js';
import { DerError } from '../asn1/index.js';
import { OcspUnsuccessful, readOcspResponse, type OcspResponse } from '../ocsp/response.js';
import { readCertificate, readRevocationList, type Certificate, type RevocationList } from '../x509/index.js';
import { codeOf, fail, notChecked, pass, verdictOf, type Check, type Verdict } from './check.js';
import { certificateEvidence, instantText, type CertificateEvidence } from './evidence.js';
import { findPaths, type Path, type PathFault } from './path.js';
import { since, statusOf, type RevocationFault } from './revocation.js';
import { usageFault, type Use, type UsageFault } from './usage.js';

export type ChainCode =
  | PathFault
  | UsageFault
  | RevocationFault
  | 'NOT_DER'
  | 'FORMAT'
  | 'CHAIN_NOT_YET_VALID'
  | 'CHAIN_EXPIRED'
  | 'REVOCATION_UNKNOWN'
  | 'TRUST_NOT_GIVEN';

export type ChainStep = 'format' | 'path' | 'validity' | 'usage' | 'revocation';

export interface ChainReport {
  readonly verdict: Verdict;
  readonly code: ChainCode | 'OK';
  /** In the order of the steps; a fault in `format` or `path` ends the list. */
  readonly checks: readonly Check<ChainStep, ChainCode>[];
  /** Leaf first, the root last; as far as it was found. */
  readonly path: readonly CertificateEvidence[];
  /** The status of every certificate of the path is known as of this time, or null. */
  readonly statusAsOf: string | null;
  /** The leaf was revoked after `at`: since when, or null. */
  readonly revokedLater: string | null;
}

export interface ChainInput {
  /** DER. */
  readonly leaf: Uint8Array;
  readonly intermediates: readonly Uint8Array[];
  /** Whom to trust, DER; undefined when nobody said, and then nothing about trust is checked. */
  readonly roots: readonly Uint8Array[] | undefined;
  readonly at: Date;
  readonly crls: readonly Uint8Array[];
  /** OCSP responses, DER. */
  readonly responses?: readonly Uint8Array[];
  readonly use: Use;
  readonly provider: CryptoProvider;
}

/** Verifies a chain at a time (RFC 5280 section 6, without policies and name constraints). Never throws for bad input. */
export function verifyChain(input: ChainInput): ChainReport {
  try {
    const leaf = readCertificate(input.leaf);
    const intermediates = input.intermediates.map(readCertificate);
    const roots = input.roots?.map(readCertificate);
    const lists = input.crls.map(readRevocationList);
    const responses = (input.responses ?? []).map(readOcspResponse);
    return reportOf(
      checkChain({
        leaf,
        intermediates,
        roots,
        lists,
        responses,
        at: input.at.getTime(),
        use: input.use,
        provider: input.provider,
      }),
    );
  } catch (error) {
    const code =
      error instanceof OcspUnsuccessful ? 'FORMAT' : error instanceof DerError ? error.code : undefined;
    if (code === undefined) throw error;
    return reportOf({
      checks: [fail('format', code)],
      path: undefined,
      used: [],
      asOf: undefined,
      revokedLater: undefined,
      at: undefined,
    });
  }
}

/** What was found, for the verifications that rest on a chain. */
export interface ChainFinding {
  readonly checks: readonly Check<ChainStep, ChainCode>[];
  readonly path: Path | undefined;
  /** The lists that were verified and taken into account. */
  readonly used: readonly RevocationList[];
  readonly asOf: number | undefined;
  readonly revokedLater: number | undefined;
  /** Where in the path the first fault is, 0 being the leaf. */
  readonly at: number | undefined;
}

/** {@link verifyChain} over certificates that were read already: the best of all paths. */
export function checkChain(input: {
  readonly leaf: Certificate;
  readonly intermediates: readonly Certificate[];
  readonly roots: readonly Certificate[] | undefined;
  readonly lists: readonly RevocationList[];
  readonly responses?: readonly OcspResponse[];
  readonly at: number;
  /** When what the leaf's key signed existed, by a proof of time that is not its own. */
  readonly existedBy?: number | undefined;
  readonly use: Use;
  readonly provider: CryptoProvider;
}): ChainFinding {
  const search = findPaths(input.leaf, input.intermediates, input.roots, input.provider);
  if ('fault' in search) {
    const checks = [pass('format' as const), fail('path' as const, search.fault)];
    return { checks, path: undefined, used: [], asOf: undefined, revokedLater: undefined, at: undefined };
  }
  const findings = search.found.map((path) => judge(path, input));
  const best = (verdict: Verdict): ChainFinding | undefined =>
    findings.find((each) => verdictOf(each.checks) === verdict);
  const finding = best('valid') ?? best('undetermined') ?? best('invalid');
  if (finding === undefined) throw new Error('a search that found nothing');
  return finding;
}

function judge(path: Path, input: Parameters<typeof checkChain>[0]): ChainFinding {
  const trust = path.trusted
    ? pass('path', { certificates: path.certificates.length })
    : notChecked('path', 'TRUST_NOT_GIVEN', { certificates: path.certificates.length });
  const validity = checkValidity(path.certificates, input.at);
  const usage = checkUsage(path.certificates, input.use);
  const revocation = checkRevocation(path, input);
  return {
    checks: [pass('format'), trust, validity, usage, revocation.check],
    path,
    used: revocation.used,
    asOf: revocation.asOf,
    revokedLater: revocation.revokedLater,
    at: [validity, usage, revocation.check].flatMap(({ evidence }) =>
      typeof evidence['index'] === 'number' ? [evidence['index']] : [],
    )[0],
  };
}

function checkValidity(path: readonly Certificate[], at: number): Check<'validity', ChainCode> {
  for (const [index, { notBefore, notAfter, serial }] of path.entries()) {
    const evidence = {
      index,
      serial,
      notBefore: instantText(notBefore),
      notAfter: instantText(notAfter),
      at: instantText(at),
    };
    if (at < notBefore) return fail('validity', 'CHAIN_NOT_YET_VALID', evidence);
    // The period includes all of its last second.
    if (at >= notAfter + 1000) return fail('validity', 'CHAIN_EXPIRED', evidence);
  }
  return pass('validity', { at: instantText(at) });
}

function checkUsage(path: readonly Certificate[], use: Use): Check<'usage', ChainCode> {
  const fault = usageFault(path, use);
  if (fault === undefined) return pass('usage', { use });
  const serial = path[fault.index]?.serial ?? '';
  return fail('usage', fault.code, { use, index: fault.index, serial });
}

interface RevocationFinding extends Pick<ChainFinding, 'used' | 'asOf' | 'revokedLater'> {
  readonly check: Check<'revocation', ChainCode>;
}

function checkRevocation(path: Path, input: Parameters<typeof checkChain>[0]): RevocationFinding {
  const used: RevocationList[] = [];
  const unknown: number[] = [];
  const data = { lists: input.lists, responses: input.responses ?? [] };
  let asOf = Infinity;
  let revokedLater: number | undefined;
  const failed = (check: Check<'revocation', ChainCode>): RevocationFinding => ({
    check,
    used,
    asOf: undefined,
    revokedLater: undefined,
  });

  const judged = path.trusted ? path.certificates.slice(0, -1) : path.certificates;
  for (const [index, certificate] of judged.entries()) {
    const { serial } = certificate;
    const issuer = path.certificates[index + 1];
    if (issuer === undefined) {
      unknown.push(index);
      continue;
    }
    const { at, use, provider, existedBy } = input;
    const finding = statusOf(certificate, issuer, data, at, use, provider, existedBy);
    used.push(...finding.used);
    const { status } = finding;
    if (status.kind === 'bad-list') return failed(fail('revocation', status.code, { index, serial }));
    if (status.kind === 'revoked') {
      const { revocation } = status;
      const evidence = {
        index,
        serial,
        since: instantText(since(revocation)),
        reason: revocation.reason ?? null,
      };
      return failed(fail('revocation', 'CHAIN_REVOKED', evidence));
    }
    if (status.kind === 'unknown') unknown.push(index);
    else {
      asOf = Math.min(asOf, status.asOf);
      if (index === 0 && status.revokedLater !== undefined) revokedLater = since(status.revokedLater);
    }
  }
  const [index] = unknown;
  if (index !== undefined) {
    const check = notChecked('revocation', 'REVOCATION_UNKNOWN', {
      index,
      serial: judged[index]?.serial ?? '',
    });
    return { check, used, asOf: undefined, revokedLater };
  }
  const evidence = {
    statusAsOf: instantText(asOf),
    revokedLater: revokedLater === undefined ? null : instantText(revokedLater),
  };
  return { check: pass('revocation', evidence), used, asOf, revokedLater };
}

function reportOf(finding: ChainFinding): ChainReport {
  return {
    verdict: verdictOf(finding.checks),
    code: codeOf(finding.checks),
    checks: finding.checks,
    path: (finding.path?.certificates ?? []).map((certificate) => certificateEvidence(certificate)),
    statusAsOf: finding.asOf === undefined ? null : instantText(finding.asOf),
    revokedLater: finding.revokedLater === undefined ? null : instantText(finding.revokedLater),
  };
}
