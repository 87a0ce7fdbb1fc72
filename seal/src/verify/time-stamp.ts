import { toBase64url } from '@renxin/chaincode/canonical';
import { DerError, sameBytes } from '../asn1/index.js';
import { integer } from '../asn1/write.js';
import { verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider, AnyHash } from '../crypto/provider.js';
import { DIGEST_LENGTH } from '../crypto/hashes.js';
import { nonceNumber } from '../tsa/request.js';
import { readOcspResponse, type OcspResponse } from '../ocsp/response.js';
import {
  hashOf,
  digestOf,
  keyAlgorithmOf,
  readCertificate,
  readRevocationList,
  SUITE,
  type KeyAlgorithm,
  type RevocationList,
} from '../x509/index.js';
import { checkChain, type ChainCode, type ChainFinding } from './chain.js';
import { codeOf, fail, notChecked, pass, verdictOf, type Check, type Verdict } from './check.js';
import { certificateEvidence, instantText, type CertificateEvidence } from './evidence.js';
import { namesCertificate } from './signing-certificate.js';
import { NotGranted, readTimeStamp, type TimeStampFormat } from './time-stamp-format.js';

export type TimeStampCode =
  | 'NOT_DER'
  | 'FORMAT'
  | 'TS_NOT_GRANTED'
  | 'ALG'
  | 'TS_IMPRINT'
  | 'TS_NONCE'
  | 'TS_POLICY'
  | 'SIG_VALUE'
  | 'TS_CERTIFICATE'
  | 'TS_CHAIN'
  | 'TS_EKU'
  | 'TS_FUTURE'
  | 'TS_NOT_VALID_AT_TIME'
  | 'TS_REVOKED'
  | 'CRL_SIGNATURE'
  | 'CRL_UNUSED'
  | 'REVOCATION_UNKNOWN'
  | 'TRUST_NOT_GIVEN';

export type TimeStampStep =
  'format' | 'algorithms' | 'imprint' | 'signature' | 'certificate' | 'time' | 'revocation';

export interface TimeStampReport {
  readonly verdict: Verdict;
  readonly code: TimeStampCode | 'OK';
  /** In order; a fault in `format` or `algorithms` ends the list, each other step speaks for itself. */
  readonly checks: readonly Check<TimeStampStep, TimeStampCode>[];
  /** What the token says; undefined when it could not be read. */
  readonly stamped: StampedTime | undefined;
}

export interface StampedTime {
  /** The suite of the authority's key. */
  readonly algorithm: KeyAlgorithm;
  readonly time: Date;
  /** genTime with its accuracy: the data existed no later than `latest`. */
  readonly earliest: Date;
  readonly latest: Date;
  readonly serial: string;
  readonly policy: string;
  readonly imprint: { readonly algorithm: AnyHash; readonly digest: string };
  readonly authority: CertificateEvidence;
  readonly chain: readonly CertificateEvidence[];
  readonly statusAsOf: string | null;
  /** DER of the token without the response around it. */
  readonly token: Uint8Array;
}

/** The stamped data, or its digest. */
export type Stamped =
  { readonly data: Uint8Array } | { readonly algorithm: AnyHash; readonly digest: Uint8Array };

export interface TimeStampInput {
  /** DER of a TimeStampResp or of the token alone. */
  readonly token: Uint8Array;
  readonly stamped: Stamped;
  /** Whom to trust, DER; undefined when nobody said. */
  readonly roots: readonly Uint8Array[] | undefined;
  /** The present time of whoever verifies; a token from later is refused. */
  readonly now: Date;
  /** The nonce that was asked with. */
  readonly nonce?: Uint8Array;
  /** The only policy that is accepted. */
  readonly policy?: string;
  /** For a token that was asked for without certificates: the authority's and its issuers', DER. */
  readonly certificates?: readonly Uint8Array[];
  /** CRLs beside those that are carried, for example later ones. */
  readonly crls?: readonly Uint8Array[];
  /** OCSP responses, DER. */
  readonly responses?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

/** How far the verifier's clock may be behind the authority's. */
const SKEW = 60_000;

/** Verifies an RFC 3161 token (docs/formats/time-stamp.md). Never throws for bad input in `token`. */
export function verifyTimeStampToken({ crls, responses, ...input }: TimeStampInput): TimeStampReport {
  return examineTimeStamp(input, {
    lists: (crls ?? []).map(readRevocationList),
    responses: (responses ?? []).map(readOcspResponse),
  });
}

/** The same with revocation data that was read already. */
export function examineTimeStamp(
  input: Omit<TimeStampInput, 'crls' | 'responses'>,
  data: { readonly lists: readonly RevocationList[]; readonly responses: readonly OcspResponse[] },
): TimeStampReport {
  let format: TimeStampFormat;
  try {
    format = readTimeStamp(input.token, (input.certificates ?? []).map(readCertificate));
  } catch (error) {
    const code =
      error instanceof NotGranted ? 'TS_NOT_GRANTED' : error instanceof DerError ? error.code : undefined;
    if (code === undefined) throw error;
    return { verdict: 'invalid', code, checks: [fail('format', code)], stamped: undefined };
  }
  const read = pass('format' as const, { serial: format.info.serial, policy: format.info.policy });
  const suite = suiteOf(format);
  const hash = format.info.imprint.hash;
  if (suite === undefined || hash === undefined) {
    return { verdict: 'invalid', code: 'ALG', checks: [read, fail('algorithms', 'ALG')], stamped: undefined };
  }
  const chain = checkChain({
    ...format.carried,
    roots: input.roots?.map(readCertificate),
    lists: [...format.signedData.crls, ...data.lists],
    responses: data.responses,
    at: format.info.genTime,
    use: 'time-stamp',
    provider: input.provider,
  });
  const checks: Check<TimeStampStep, TimeStampCode>[] = [
    read,
    pass('algorithms', { algorithm: suite, imprint: hash }),
    checkImprint(format, hash, input),
    checkSignature(format, suite, input.provider),
    checkCertificate(format, chain, input.provider),
    checkTime(format, chain, input.now),
    checkRevocation(format, chain),
  ];
  return {
    verdict: verdictOf(checks),
    code: codeOf(checks),
    checks,
    stamped: stampedTime(format, suite, hash, chain),
  };
}

/** One suite for key, digest and signature; anything else (SHA-1, a mixture) is refused. */
function suiteOf({ carried, signedData, signingCertificate }: TimeStampFormat): KeyAlgorithm | undefined {
  const suite = carried.leaf.key?.algorithm;
  const { digestAlgorithm, scheme } = signedData.signer;
  if (suite === undefined || scheme === undefined || signingCertificate === undefined) return undefined;
  if (keyAlgorithmOf(scheme) !== suite) return undefined;
  return digestOf(scheme, digestAlgorithm) === undefined ? undefined : suite;
}

/** The token is about this data, and answers this request. */
function checkImprint(
  { info }: TimeStampFormat,
  hash: AnyHash,
  input: TimeStampInput,
): Check<'imprint', TimeStampCode> {
  const { stamped, provider, nonce, policy } = input;
  const found = 'data' in stamped ? provider.hash(hash, stamped.data) : stamped.digest;
  const evidence = { hash, stamped: toBase64url(info.imprint.digest), found: toBase64url(found) };
  const sameHash = 'data' in stamped || stamped.algorithm === hash;
  if (!sameHash || found.length !== DIGEST_LENGTH[hash] || !sameBytes(found, info.imprint.digest))
    return fail('imprint', 'TS_IMPRINT', evidence);
  if (
    nonce !== undefined &&
    (info.nonce === undefined || !sameBytes(info.nonce, integer(nonceNumber(nonce))))
  ) {
    return fail('imprint', 'TS_NONCE', evidence);
  }
  if (policy !== undefined && info.policy !== policy)
    return fail('imprint', 'TS_POLICY', { ...evidence, policy: info.policy });
  return pass('imprint', evidence);
}

function checkSignature(
  format: TimeStampFormat,
  suite: KeyAlgorithm,
  provider: CryptoProvider,
): Check<'signature', TimeStampCode> {
  const { key, serial } = format.carried.leaf;
  const { scheme, signedBytes, signature } = format.signedData.signer;
  const hash = hashOf(format.signedData.signer.digestAlgorithm) ?? SUITE[suite].hash;
  const about = sameBytes(format.messageDigest, provider.hash(hash, format.content));
  const verified =
    about &&
    key !== undefined &&
    scheme !== undefined &&
    verifySignatureValue(provider, key, scheme, signedBytes, signature);
  return verified ? pass('signature', { serial }) : fail('signature', 'SIG_VALUE', { serial });
}

function checkCertificate(
  format: TimeStampFormat,
  chain: ChainFinding,
  provider: CryptoProvider,
): Check<'certificate', TimeStampCode> {
  const evidence = { serial: format.carried.leaf.serial };
  const named = namesOwn(format, provider);
  if (named !== true) return fail('certificate', named === undefined ? 'ALG' : 'TS_CERTIFICATE', evidence);
  const usage = faultOf(chain, 'usage');
  if (usage !== undefined) {
    const eku = usage.evidence['index'] === 0 && usage.code !== 'CHAIN_CRITICAL_EXTENSION';
    return fail('certificate', eku ? 'TS_EKU' : 'TS_CHAIN', { ...evidence, ...usage.evidence }, usage.code);
  }
  const path = faultOf(chain, 'path');
  if (path?.outcome === 'not-checked') return notChecked('certificate', 'TRUST_NOT_GIVEN', evidence);
  return path === undefined
    ? pass('certificate', evidence)
    : fail('certificate', 'TS_CHAIN', evidence, path.code);
}

function namesOwn(format: TimeStampFormat, provider: CryptoProvider): boolean | undefined {
  try {
    return (
      format.signingCertificate && namesCertificate(format.signingCertificate, format.carried.leaf, provider)
    );
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

/** Not from the future, and within the periods of all certificates. */
function checkTime({ info }: TimeStampFormat, chain: ChainFinding, now: Date): Check<'time', TimeStampCode> {
  const evidence = { time: instantText(info.genTime), accuracyMs: info.accuracy, now: now.toISOString() };
  if (!(info.genTime <= now.getTime() + SKEW)) return fail('time', 'TS_FUTURE', evidence);
  const validity = faultOf(chain, 'validity');
  if (validity !== undefined) {
    const own = validity.evidence['index'] === 0;
    return fail(
      'time',
      own ? 'TS_NOT_VALID_AT_TIME' : 'TS_CHAIN',
      { ...evidence, ...validity.evidence },
      validity.code,
    );
  }
  return chain.path === undefined ? notChecked('time', 'TS_CHAIN', evidence) : pass('time', evidence);
}

function checkRevocation(format: TimeStampFormat, chain: ChainFinding): Check<'revocation', TimeStampCode> {
  if (chain.path === undefined) return notChecked('revocation', 'REVOCATION_UNKNOWN');
  const fault = faultOf(chain, 'revocation');
  if (fault?.outcome === 'fail') {
    const code = fault.code === 'CHAIN_REVOKED' ? 'TS_REVOKED' : 'CRL_SIGNATURE';
    return fail('revocation', code, fault.evidence, fault.code);
  }
  if (fault !== undefined) return notChecked('revocation', 'REVOCATION_UNKNOWN', fault.evidence);
  if (format.signedData.crls.some((list) => !chain.used.includes(list)))
    return fail('revocation', 'CRL_UNUSED');
  return pass('revocation', chain.checks.find((check) => check.step === 'revocation')?.evidence ?? {});
}

function faultOf(chain: ChainFinding, step: string): Check<string, ChainCode> | undefined {
  return chain.checks.find((check) => check.step === step && check.outcome !== 'pass');
}

function stampedTime(
  format: TimeStampFormat,
  algorithm: KeyAlgorithm,
  hash: AnyHash,
  chain: ChainFinding,
): StampedTime {
  const { info, carried } = format;
  return {
    algorithm,
    time: new Date(info.genTime),
    earliest: new Date(info.genTime - info.accuracy),
    latest: new Date(info.genTime + info.accuracy),
    serial: info.serial,
    policy: info.policy,
    imprint: { algorithm: hash, digest: toBase64url(info.imprint.digest) },
    authority: certificateEvidence(carried.leaf),
    chain: (chain.path?.certificates ?? []).map(certificateEvidence),
    statusAsOf: chain.asOf === undefined ? null : instantText(chain.asOf),
    token: format.token,
  };
}
