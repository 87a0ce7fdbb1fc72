import { DerError } from '../asn1/index.js';
import { SM2_WITH_SM3 } from '../asn1/oids.js';
import { verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { checkChain, type ChainFinding } from '../verify/chain.js';
import { codeOf, fail, notChecked, pass, verdictOf, type Check, type Verdict } from '../verify/check.js';
import { certificateEvidence, instantText, type CertificateEvidence } from '../verify/evidence.js';
import type { Certificate, RevocationList } from '../x509/index.js';
import { carriedIn, type Carried } from './carried.js';
import { chainFault, faultIndex } from './chain-fault.js';
import { givenList, knownCertificate } from './given.js';
import { readSeal, type Seal, type SealInfo, type SealVersion } from './seal.js';
import { SealVersionError } from './seal-error.js';

export type SealFault =
  | 'ALG'
  | 'SEAL_SIG'
  | 'MAKER_CHAIN'
  | 'MAKER_KEYUSAGE'
  | 'MAKER_NOT_VALID_AT_MAKING'
  | 'MAKER_REVOKED'
  | 'CRL_SIGNATURE'
  | 'REVOCATION_UNKNOWN'
  | 'TRUST_NOT_GIVEN'
  | `SEAL_STATUS_${Exclude<SealState, 'ACTIVE'>}`;

export type SealCode =
  SealFault | 'NOT_DER' | 'FORMAT' | 'VERSION_MISMATCH' | 'SEAL_NOT_YET_VALID' | 'SEAL_EXPIRED';

export type SealStep =
  | 'format'
  | 'algorithms'
  | 'seal-signature'
  | 'maker'
  | 'maker-time'
  | 'maker-revocation'
  | 'seal-period'
  | 'seal-status';

/** State of a seal in a register, at the time that is asked about: docs/formats/seal-record.md. */
export type SealState =
  | 'APPLIED'
  | 'APPROVED'
  | 'REJECTED'
  | 'MADE'
  | 'NOT_YET'
  | 'ACTIVE'
  | 'SUSPENDED'
  | 'EXPIRED'
  | 'REPLACED'
  | 'REVOKED';

export interface SealReport {
  readonly verdict: Verdict;
  readonly code: SealCode | 'OK';
  /** In order; a fault in `format` or `algorithms` ends the list, each other step speaks for itself. */
  readonly checks: readonly Check<SealStep, SealCode>[];
  /** What the seal says; undefined when it could not be read. */
  readonly seal: SealFacts | undefined;
}

export interface SealFacts extends Omit<SealInfo, 'createdAt' | 'validFrom' | 'validUntil' | 'extensions'> {
  readonly version: SealVersion;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly maker: CertificateEvidence;
  /** Leaf first, the root last; as far as it was found. */
  readonly chain: readonly CertificateEvidence[];
  readonly statusAsOf: string | null;
}

export interface SealInput {
  /** DER of SESeal. */
  readonly seal: Uint8Array;
  /** Authorities whose seal makers are trusted, DER; undefined when nobody said. */
  readonly makers: readonly Uint8Array[] | undefined;
  /** The time for which the seal is judged. */
  readonly at: Date;
  /** When the seal existed, by a proof of time that is not the maker's: a register, a token. */
  readonly existedBy?: Date;
  /** The state at `at` by a register; left out when none was asked, and then there is no such step. */
  readonly state?: SealState;
  /** Issuers and CRLs beside those that are carried, DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

/**
 * Verifies an e-seal by itself in the order of GM/T 0031-2014 6.1.2 (docs/formats/e-seal.md). Never throws for bad input
 * in `seal`.
 */
export function verifySeal(input: SealInput): SealReport {
  const read = readOrFault(() => {
    const seal = readSeal(input.seal);
    return { seal, carried: carriedIn(seal.info.extensions) };
  });
  if ('checks' in read)
    return { verdict: 'invalid', code: codeOf(read.checks), checks: read.checks, seal: undefined };
  const { seal, carried } = read.value;
  const format = pass('format' as const, { version: seal.version, extensions: seal.info.extensions.length });
  if (!isSm2(seal.signatureOid, seal.maker)) {
    const checks = [format, fail('algorithms' as const, 'ALG' as const, { oid: seal.signatureOid })];
    return { verdict: 'invalid', code: 'ALG', checks, seal: undefined };
  }
  const judged = judgeSeal(seal, carried, {
    provider: input.provider,
    existedBy: input.existedBy?.getTime(),
    certificates: (input.certificates ?? []).map(knownCertificate),
    crls: (input.crls ?? []).map(givenList),
    makers: input.makers?.map(knownCertificate),
  });
  const checks: Check<SealStep, SealCode>[] = [
    format,
    pass('algorithms', { algorithm: 'SM2', hash: 'SM3' }),
    ...judged.checks,
    checkPeriod(seal, input.at.getTime()),
    ...(input.state === undefined ? [] : [checkState(input.state)]),
  ];
  return { verdict: verdictOf(checks), code: codeOf(checks), checks, seal: sealFacts(seal, judged.chain) };
}

/** The value, or the one check that says why the bytes cannot be read. */
export function readOrFault<T>(
  read: () => T,
): { value: T } | { checks: [Check<'format', 'NOT_DER' | 'FORMAT' | 'VERSION_MISMATCH'>] } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof SealVersionError)
      return { checks: [fail('format', error.code, { version: error.version })] };
    if (error instanceof DerError) return { checks: [fail('format', error.code)] };
    throw error;
  }
}

/** SM2 with SM3 and an SM2 key; whatever else is seen in the wild is refused. */
export function isSm2(signatureOid: string, certificate: Certificate): boolean {
  return signatureOid === SM2_WITH_SM3 && certificate.key?.algorithm === 'SM2';
}

export interface SealJudging {
  readonly makers: readonly Certificate[] | undefined;
  readonly certificates: readonly Certificate[];
  readonly crls: readonly RevocationList[];
  readonly existedBy: number | undefined;
  readonly provider: CryptoProvider;
}

type MakerStep = 'seal-signature' | 'maker' | 'maker-time' | 'maker-revocation';

/** Signature and maker of a seal that was read: what holds of it whenever it is used. */
export function judgeSeal(
  seal: Seal,
  carried: Carried,
  judging: SealJudging,
): { checks: readonly Check<MakerStep, SealFault>[]; chain: ChainFinding } {
  const chain = checkChain({
    leaf: seal.maker,
    intermediates: [...carried.certificates, ...judging.certificates],
    roots: judging.makers,
    lists: [...carried.crls, ...judging.crls],
    at: seal.info.createdAt,
    existedBy: judging.existedBy,
    use: 'seal-maker',
    provider: judging.provider,
  });
  const checks = [
    checkSignature(seal, judging.provider),
    checkMaker(seal, chain),
    checkMakerTime(seal, chain),
    checkMakerRevocation(chain),
  ];
  return { checks, chain };
}

/** A register's word; anything but ACTIVE is a code of its own. */
export function checkState(state: SealState): Check<'seal-status', SealFault> {
  return state === 'ACTIVE'
    ? pass('seal-status', { state })
    : fail('seal-status', `SEAL_STATUS_${state}`, { state });
}

export function sealFacts(seal: Seal, chain: ChainFinding): SealFacts {
  const { extensions: _, ...info } = seal.info;
  return {
    ...info,
    version: seal.version,
    createdAt: instantText(info.createdAt),
    validFrom: instantText(info.validFrom),
    validUntil: instantText(info.validUntil),
    maker: certificateEvidence(seal.maker),
    chain: (chain.path?.certificates ?? []).map(certificateEvidence),
    statusAsOf: chain.asOf === undefined ? null : instantText(chain.asOf),
  };
}

function checkSignature(seal: Seal, provider: CryptoProvider): Check<'seal-signature', SealFault> {
  const { key, serial } = seal.maker;
  const verified =
    isSm2(seal.signatureOid, seal.maker) &&
    key !== undefined &&
    verifySignatureValue(provider, key, 'SM2', seal.signedBytes, seal.signature);
  return verified ? pass('seal-signature', { serial }) : fail('seal-signature', 'SEAL_SIG', { serial });
}

/** Under an authority for seal makers, with the right use. */
function checkMaker({ maker }: Seal, chain: ChainFinding): Check<'maker', SealFault> {
  const evidence = { serial: maker.serial };
  const usage = chainFault(chain, 'usage');
  if (usage !== undefined) {
    const own = faultIndex(usage) === 0 && usage.code !== 'CHAIN_CRITICAL_EXTENSION';
    return fail(
      'maker',
      own ? 'MAKER_KEYUSAGE' : 'MAKER_CHAIN',
      { ...evidence, ...usage.evidence },
      usage.code,
    );
  }
  const path = chainFault(chain, 'path');
  if (path?.outcome === 'not-checked') return notChecked('maker', 'TRUST_NOT_GIVEN', evidence);
  return path === undefined ? pass('maker', evidence) : fail('maker', 'MAKER_CHAIN', evidence, path.code);
}

/** Every certificate was in its period when the seal was made, by the maker's word. */
function checkMakerTime({ info }: Seal, chain: ChainFinding): Check<'maker-time', SealFault> {
  const evidence = { createdAt: instantText(info.createdAt) };
  const fault = chainFault(chain, 'validity');
  if (fault !== undefined) {
    const code = faultIndex(fault) === 0 ? 'MAKER_NOT_VALID_AT_MAKING' : 'MAKER_CHAIN';
    return fail('maker-time', code, { ...evidence, ...fault.evidence }, fault.code);
  }
  return chain.path === undefined
    ? notChecked('maker-time', 'MAKER_CHAIN', evidence)
    : pass('maker-time', evidence);
}

/**
 * A maker dates its seals itself, so that a key that was taken spoils all of them (RFC 3161 section 4 in analogy) but those
 * that somebody else proves to be older than that.
 */
function checkMakerRevocation(chain: ChainFinding): Check<'maker-revocation', SealFault> {
  if (chain.path === undefined) return notChecked('maker-revocation', 'REVOCATION_UNKNOWN');
  const fault = chainFault(chain, 'revocation');
  if (fault?.outcome === 'fail') {
    const code = fault.code === 'CHAIN_REVOKED' ? 'MAKER_REVOKED' : 'CRL_SIGNATURE';
    return fail('maker-revocation', code, fault.evidence, fault.code);
  }
  if (fault !== undefined) return notChecked('maker-revocation', 'REVOCATION_UNKNOWN', fault.evidence);
  return pass('maker-revocation', chain.checks.find((check) => check.step === 'revocation')?.evidence ?? {});
}

/** Both ends belong to the period, the last with its whole second; what is not made yet is not valid yet. */
export function periodFault(
  { createdAt, validFrom, validUntil }: SealInfo,
  at: number,
): 'SEAL_NOT_YET_VALID' | 'SEAL_EXPIRED' | undefined {
  if (at < validFrom || at < createdAt) return 'SEAL_NOT_YET_VALID';
  return at >= validUntil + 1000 ? 'SEAL_EXPIRED' : undefined;
}

export function periodEvidence({ validFrom, validUntil }: SealInfo, at: number): Record<string, string> {
  return {
    validFrom: instantText(validFrom),
    validUntil: instantText(validUntil),
    at: instantText(at),
  };
}

function checkPeriod(seal: Seal, at: number): Check<'seal-period', SealCode> {
  const fault = periodFault(seal.info, at);
  const evidence = periodEvidence(seal.info, at);
  return fault === undefined ? pass('seal-period', evidence) : fail('seal-period', fault, evidence);
}
