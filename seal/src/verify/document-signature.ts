import { toBase64url } from '@renxin/chaincode/canonical';
import { DerError, sameBytes } from '../asn1/index.js';
import type { DocumentOrDigest } from '../cms/sign-detached.js';
import { verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { readOcspResponse } from '../ocsp/response.js';
import {
  digestOf,
  keyAlgorithmOf,
  readCertificate,
  readRevocationList,
  SUITE,
  type KeyAlgorithm,
} from '../x509/index.js';
import { checkChain, type ChainCode, type ChainFinding } from './chain.js';
import { codeOf, fail, notChecked, pass, verdictOf, type Check, type Verdict } from './check.js';
import { readDocumentSignature, type DocumentFormat, type SignedClaims } from './document-format.js';
import { certificateEvidence, instantText, type CertificateEvidence } from './evidence.js';
import { namesCertificate } from './signing-certificate.js';

export type DocumentCode =
  | 'NOT_DER'
  | 'FORMAT'
  | 'ALG'
  | 'SIG_VALUE'
  | 'SIGNER_CERTIFICATE'
  | 'SIGNER_CHAIN'
  | 'SIGNER_KEYUSAGE'
  | 'SIGNER_NOT_VALID_AT_SIGNING'
  | 'SIGNER_REVOKED_BEFORE'
  | 'SIGNING_TIME_AFTER'
  | 'CRL_SIGNATURE'
  | 'CRL_UNUSED'
  | 'REVOCATION_UNKNOWN'
  | 'NO_TRUSTED_TIME'
  | 'TRUST_NOT_GIVEN'
  | 'DATA_HASH';

export type DocumentStep =
  'format' | 'algorithms' | 'signature' | 'certificate' | 'time' | 'revocation' | 'document';

export interface DocumentSignatureReport {
  readonly verdict: Verdict;
  readonly code: DocumentCode | 'OK';
  /** In order; a fault in `format` or `algorithms` ends the list, each other step speaks for itself. */
  readonly checks: readonly Check<DocumentStep, DocumentCode>[];
  /** What the signature says; undefined when it could not be read. */
  readonly signed: SignedDocument | undefined;
}

export interface SignedDocument {
  readonly algorithm: KeyAlgorithm;
  readonly signer: CertificateEvidence;
  readonly claims: Omit<SignedClaims, 'signingTime'> & { readonly signingTime: string };
  /** Digest of the document in the signature, base64url, with the hash function of `algorithm`. */
  readonly digest: string;
  /** Leaf first, the root last; as far as it was found. */
  readonly chain: readonly CertificateEvidence[];
  readonly statusAsOf: string | null;
  /** The signer's certificate was revoked after `at`: since when, or null. */
  readonly revokedLater: string | null;
}

export interface DocumentSignatureInput {
  /** DER. */
  readonly cms: Uint8Array;
  /** The document, or its digest with the hash function that the signature names (SM3 for SM2, SHA-256 for P-256). */
  readonly document: DocumentOrDigest;
  /** Whom to trust, DER; undefined when nobody said. */
  readonly roots: readonly Uint8Array[] | undefined;
  /** When the signature existed, by a trusted time-stamp; undefined when there is none: the claimed time decides nothing. */
  readonly at: Date | undefined;
  /** CRLs beside those that are carried, for example later ones. */
  readonly crls?: readonly Uint8Array[];
  /** OCSP responses, DER. */
  readonly responses?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

/** How far the signer's clock may be ahead of the time-stamp. */
const SKEW = 300_000;

/** Verifies a detached document signature (docs/formats/document-signature.md). Never throws for bad input in `cms`. */
export function verifyDocumentSignature(input: DocumentSignatureInput): DocumentSignatureReport {
  let format: DocumentFormat;
  try {
    format = readDocumentSignature(input.cms);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { verdict: 'invalid', code: error.code, checks: [fail('format', error.code)], signed: undefined };
  }
  const read = pass('format' as const, {
    certificates: format.signedData.certificates.length,
    crls: format.signedData.crls.length,
  });
  const suite = suiteOf(format);
  if (suite === undefined)
    return { verdict: 'invalid', code: 'ALG', checks: [read, fail('algorithms', 'ALG')], signed: undefined };

  const claimed = format.claims.signingTime;
  const chain = checkChain({
    ...format.carried,
    roots: input.roots?.map(readCertificate),
    lists: [...format.signedData.crls, ...(input.crls ?? []).map(readRevocationList)],
    responses: (input.responses ?? []).map(readOcspResponse),
    at: input.at?.getTime() ?? claimed,
    use: 'document',
    provider: input.provider,
  });
  const checks: Check<DocumentStep, DocumentCode>[] = [
    read,
    pass('algorithms', { algorithm: suite, hash: SUITE[suite].hash }),
    checkSignature(format, input.provider),
    checkCertificate(format, chain, input.provider),
    checkTime(format, chain, input.at),
    checkRevocation(format, chain, input.at),
    checkDocument(format, suite, input),
  ];
  return {
    verdict: verdictOf(checks),
    code: codeOf(checks),
    checks,
    signed: signedDocument(format, suite, chain),
  };
}

/** One suite for key, digest and signature; anything else (SHA-1, a mixture) is refused. */
function suiteOf({ carried, signedData }: DocumentFormat): KeyAlgorithm | undefined {
  const suite = carried.leaf.key?.algorithm;
  const { digestAlgorithm, scheme } = signedData.signer;
  if (suite === undefined || scheme === undefined || keyAlgorithmOf(scheme) !== suite) return undefined;
  return digestOf(scheme, digestAlgorithm) === SUITE[suite].hash ? suite : undefined;
}

function checkSignature(
  { carried, signedData }: DocumentFormat,
  provider: CryptoProvider,
): Check<'signature', DocumentCode> {
  const { key, serial } = carried.leaf;
  const { scheme, signedBytes, signature } = signedData.signer;
  const verified =
    key !== undefined &&
    scheme !== undefined &&
    verifySignatureValue(provider, key, scheme, signedBytes, signature);
  return verified ? pass('signature', { serial }) : fail('signature', 'SIG_VALUE', { serial });
}

/** Whose certificate: the one that the signature names, under a trusted root, with the right use. */
function checkCertificate(
  format: DocumentFormat,
  chain: ChainFinding,
  provider: CryptoProvider,
): Check<'certificate', DocumentCode> {
  const { leaf } = format.carried;
  const evidence = { serial: leaf.serial };
  const named = namesOwn(format, provider);
  if (named !== true)
    return fail('certificate', named === undefined ? 'ALG' : 'SIGNER_CERTIFICATE', evidence);
  const usage = faultOf(chain, 'usage');
  if (usage !== undefined) {
    const own = chainIndex(usage) === 0 && usage.code !== 'CHAIN_CRITICAL_EXTENSION';
    return fail(
      'certificate',
      own ? 'SIGNER_KEYUSAGE' : 'SIGNER_CHAIN',
      { ...evidence, ...usage.evidence },
      usage.code,
    );
  }
  const path = faultOf(chain, 'path');
  if (path?.outcome === 'not-checked') return notChecked('certificate', 'TRUST_NOT_GIVEN', evidence);
  if (path !== undefined) return fail('certificate', 'SIGNER_CHAIN', evidence, path.code);
  return pass('certificate', evidence);
}

function namesOwn(format: DocumentFormat, provider: CryptoProvider): boolean | undefined {
  try {
    return namesCertificate(format.signingCertificate, format.carried.leaf, provider);
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

/** Signed outside the certificates' periods is invalid; the time is the trusted one. */
function checkTime(
  format: DocumentFormat,
  chain: ChainFinding,
  at: Date | undefined,
): Check<'time', DocumentCode> {
  const claimed = instantText(format.claims.signingTime);
  if (at === undefined) return notChecked('time', 'NO_TRUSTED_TIME', { claimed });
  const evidence = { claimed, at: at.toISOString() };
  if (format.claims.signingTime > at.getTime() + SKEW) return fail('time', 'SIGNING_TIME_AFTER', evidence);
  const validity = faultOf(chain, 'validity');
  if (validity !== undefined) {
    const code = chainIndex(validity) === 0 ? 'SIGNER_NOT_VALID_AT_SIGNING' : 'SIGNER_CHAIN';
    return fail('time', code, { ...evidence, ...validity.evidence }, validity.code);
  }
  return chain.path === undefined ? notChecked('time', 'SIGNER_CHAIN', evidence) : pass('time', evidence);
}

/** Revoked before the trusted time is invalid; revoked later goes on, and the report says so. */
function checkRevocation(
  format: DocumentFormat,
  chain: ChainFinding,
  at: Date | undefined,
): Check<'revocation', DocumentCode> {
  if (chain.path === undefined) return notChecked('revocation', 'REVOCATION_UNKNOWN');
  const fault = faultOf(chain, 'revocation');
  if (fault?.outcome === 'fail') {
    const own =
      fault.code === 'CHAIN_REVOKED'
        ? chainIndex(fault) === 0
          ? 'SIGNER_REVOKED_BEFORE'
          : 'SIGNER_CHAIN'
        : 'CRL_SIGNATURE';
    return fail('revocation', own, fault.evidence, fault.code);
  }
  if (fault === undefined && format.signedData.crls.some((list) => !chain.used.includes(list)))
    return fail('revocation', 'CRL_UNUSED');
  if (fault !== undefined) return notChecked('revocation', 'REVOCATION_UNKNOWN', fault.evidence);
  if (at === undefined) return notChecked('revocation', 'NO_TRUSTED_TIME');
  return pass('revocation', chain.checks.find((check) => check.step === 'revocation')?.evidence ?? {});
}

function checkDocument(
  format: DocumentFormat,
  suite: KeyAlgorithm,
  input: DocumentSignatureInput,
): Check<'document', DocumentCode> {
  const { document, provider } = input;
  const digest =
    document instanceof Uint8Array ? provider.hash(SUITE[suite].hash, document) : document.digest;
  const evidence = {
    hash: SUITE[suite].hash,
    signed: toBase64url(format.messageDigest),
    found: toBase64url(digest),
  };
  return sameBytes(digest, format.messageDigest)
    ? pass('document', evidence)
    : fail('document', 'DATA_HASH', evidence);
}

function faultOf(chain: ChainFinding, step: string): Check<string, ChainCode> | undefined {
  return chain.checks.find((check) => check.step === step && check.outcome !== 'pass');
}

function chainIndex(check: Check): number {
  const index = check.evidence['index'];
  return typeof index === 'number' ? index : -1;
}

function signedDocument(
  format: DocumentFormat,
  algorithm: KeyAlgorithm,
  chain: ChainFinding,
): SignedDocument {
  const { claims, carried, messageDigest } = format;
  return {
    algorithm,
    signer: certificateEvidence(carried.leaf),
    claims: { ...claims, signingTime: instantText(claims.signingTime) },
    digest: toBase64url(messageDigest),
    chain: (chain.path?.certificates ?? []).map(certificateEvidence),
    statusAsOf: chain.asOf === undefined ? null : instantText(chain.asOf),
    revokedLater: chain.revokedLater === undefined ? null : instantText(chain.revokedLater),
  };
}
