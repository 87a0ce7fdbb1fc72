import { toBase64url } from '@renxin/chaincode/canonical';
import { sameBytes } from '../asn1/index.js';
import type { DocumentOrDigest } from '../cms/sign-detached.js';
import { verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { checkChain, type ChainFinding } from '../verify/chain.js';
import { codeOf, fail, notChecked, pass, verdictOf, type Check, type Verdict } from '../verify/check.js';
import { certificateEvidence, instantText, type CertificateEvidence } from '../verify/evidence.js';
import type { TimeStampReport } from '../verify/time-stamp.js';
import { carriedIn, type Carried } from './carried.js';
import { givenList, knownCertificate } from './given.js';
import { readSealSignature, type SealSignature } from './seal-signature.js';
import {
  checkRevocation,
  checkSigner,
  checkTime,
  checkTimeStamp,
  stampOf,
  trustedTime,
  type SignerCode,
} from './signer-checks.js';
import { isListed } from './signer-listed.js';
import {
  checkState,
  isSm2,
  judgeSeal,
  periodEvidence,
  periodFault,
  readOrFault,
  sealFacts,
  type SealFacts,
  type SealFault,
  type SealState,
} from './verify-seal.js';

export type SealSignatureCode =
  | SealFault
  | SignerCode
  | 'NOT_DER'
  | 'FORMAT'
  | 'VERSION_MISMATCH'
  | 'SIG_VALUE'
  | 'DATA_HASH'
  | 'PROPERTY_INFO'
  | 'SEAL_NOT_VALID_AT_SIGNING'
  | 'SIGNER_NOT_IN_SEAL';

export type SealSignatureStep =
  | 'format'
  | 'algorithms'
  | 'signature'
  | 'signer'
  | 'time-stamp'
  | 'time'
  | 'revocation'
  | 'document'
  | 'seal-signature'
  | 'maker'
  | 'maker-time'
  | 'maker-revocation'
  | 'seal-period'
  | 'seal-status'
  | 'signer-in-seal';

export interface SealSignatureReport {
  readonly verdict: Verdict;
  readonly code: SealSignatureCode | 'OK';
  /** In order; a fault in `format` or `algorithms` ends the list, each other step speaks for itself. */
  readonly checks: readonly Check<SealSignatureStep, SealSignatureCode>[];
  /** What the signature says; undefined when it could not be read. */
  readonly sealed: Sealed | undefined;
}

export interface Sealed {
  readonly seal: SealFacts;
  readonly signer: CertificateEvidence;
  /** Leaf first, the root last; as far as it was found. */
  readonly chain: readonly CertificateEvidence[];
  readonly claimedAt: string | null;
  /** By the token in the signature, or by whoever verifies; null when there is none. */
  readonly trustedAt: string | null;
  readonly activation: string | null;
  readonly propertyInfo: string;
  /** base64url. */
  readonly dataHash: string;
  readonly statusAsOf: string | null;
  /** The signer's certificate was revoked after the trusted time: since when, or null. */
  readonly revokedLater: string | null;
  readonly timeStamp: TimeStampReport | undefined;
}

/** Roots, DER, each good for one thing. */
export interface SealTrust {
  readonly signers: readonly Uint8Array[];
  readonly makers: readonly Uint8Array[];
  readonly timeStamps: readonly Uint8Array[];
}

export interface SealSignatureInput {
  /** DER of SES_Signature. */
  readonly signature: Uint8Array;
  /** What is sealed, or its SM3. */
  readonly document: DocumentOrDigest;
  /** Where that stands; left out when the caller does not know, and then it is not compared. */
  readonly propertyInfo?: string;
  /** Whom to trust; undefined when nobody said. */
  readonly trust: SealTrust | undefined;
  /** The present time of whoever verifies. */
  readonly now: Date;
  /** When the signature existed, by other trusted evidence; a token inside goes before it. */
  readonly at?: Date;
  /** The state of the seal at the trusted time by a register; left out when none was asked. */
  readonly state?: SealState;
  /** Issuers and CRLs beside those that are carried, DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

/**
 * Verifies a signature with an e-seal in the order of GM/T 0031-2014 6.2.3 (docs/formats/seal-signature.md). Trusted time
 * decides, never the claimed one. Never throws for bad input in `signature`.
 */
export function verifySealSignature(input: SealSignatureInput): SealSignatureReport {
  const read = readOrFault(() => {
    const signature = readSealSignature(input.signature);
    return {
      signature,
      carried: carriedIn(signature.extensions),
      sealCarried: carriedIn(signature.seal.info.extensions),
    };
  });
  if ('checks' in read)
    return { verdict: 'invalid', code: codeOf(read.checks), checks: read.checks, sealed: undefined };
  const { signature, carried, sealCarried } = read.value;
  const format = pass('format' as const, { version: signature.version });
  const algorithms = checkAlgorithms(signature);
  if (algorithms.outcome === 'fail')
    return { verdict: 'invalid', code: 'ALG', checks: [format, algorithms], sealed: undefined };

  const { provider, trust } = input;
  const certificates = (input.certificates ?? []).map(knownCertificate);
  const crls = (input.crls ?? []).map(givenList);
  const timeStamp = stampOf(signature, input);
  const at = trustedTime(timeStamp, input.at);
  const chain = checkChain({
    leaf: signature.signer,
    intermediates: [...carried.certificates, ...certificates],
    roots: trust?.signers.map(knownCertificate),
    lists: [...carried.crls, ...crls],
    at: at ?? signature.claimedAt ?? input.now.getTime(),
    use: 'document',
    provider,
  });
  const seal = judgeSeal(signature.seal, sealCarried, {
    makers: trust?.makers.map(knownCertificate),
    certificates,
    crls,
    // The seal stands in what was signed: it is as old as the signature at least.
    existedBy: at,
    provider,
  });
  const checks: Check<SealSignatureStep, SealSignatureCode>[] = [
    format,
    algorithms,
    checkSignature(signature, provider),
    checkSigner(signature, chain),
    checkTimeStamp(timeStamp, at),
    checkTime(signature, chain, at),
    checkRevocation(chain, at),
    checkDocument(signature, input),
    ...seal.checks,
    checkPeriod(signature, at),
    ...(input.state === undefined ? [] : [checkState(input.state)]),
    checkListed(signature, provider),
  ];
  const sealed = sealedOf(signature, carried, chain, sealFacts(signature.seal, seal.chain), at, timeStamp);
  return { verdict: verdictOf(checks), code: codeOf(checks), checks, sealed };
}

function checkAlgorithms({ seal, signatureOid, signer }: SealSignature): Check<'algorithms', 'ALG'> {
  return isSm2(signatureOid, signer) && isSm2(seal.signatureOid, seal.maker)
    ? pass('algorithms', { algorithm: 'SM2', hash: 'SM3' })
    : fail('algorithms', 'ALG', { signature: signatureOid, seal: seal.signatureOid });
}

function checkSignature(
  { signer, signedBytes, signature }: SealSignature,
  provider: CryptoProvider,
): Check<'signature', SealSignatureCode> {
  const { key, serial } = signer;
  const verified = key !== undefined && verifySignatureValue(provider, key, 'SM2', signedBytes, signature);
  return verified ? pass('signature', { serial }) : fail('signature', 'SIG_VALUE', { serial });
}

function checkDocument(
  { dataHash, propertyInfo }: SealSignature,
  { document, propertyInfo: expected, provider }: SealSignatureInput,
): Check<'document', SealSignatureCode> {
  const found = document instanceof Uint8Array ? provider.hash('SM3', document) : document.digest;
  const evidence = { signed: toBase64url(dataHash), found: toBase64url(found), propertyInfo };
  if (!sameBytes(found, dataHash)) return fail('document', 'DATA_HASH', evidence);
  return expected !== undefined && expected !== propertyInfo
    ? fail('document', 'PROPERTY_INFO', { ...evidence, expected })
    : pass('document', evidence);
}

function checkPeriod(
  { seal }: SealSignature,
  at: number | undefined,
): Check<'seal-period', SealSignatureCode> {
  if (at === undefined) return notChecked('seal-period', 'NO_TRUSTED_TIME');
  const fault = periodFault(seal.info, at);
  const evidence = periodEvidence(seal.info, at);
  return fault === undefined
    ? pass('seal-period', evidence)
    : fail('seal-period', 'SEAL_NOT_VALID_AT_SIGNING', evidence, fault);
}

function checkListed(
  { seal, signer }: SealSignature,
  provider: CryptoProvider,
): Check<'signer-in-seal', SealSignatureCode> {
  const evidence = { serial: signer.serial };
  return isListed(seal.info.signers, signer.der, provider)
    ? pass('signer-in-seal', evidence)
    : fail('signer-in-seal', 'SIGNER_NOT_IN_SEAL', evidence);
}

function sealedOf(
  signature: SealSignature,
  carried: Carried,
  chain: ChainFinding,
  seal: SealFacts,
  at: number | undefined,
  timeStamp: TimeStampReport | undefined,
): Sealed {
  const { claimedAt } = signature;
  return {
    seal,
    signer: certificateEvidence(signature.signer),
    chain: (chain.path?.certificates ?? []).map(certificateEvidence),
    claimedAt: claimedAt === undefined ? null : instantText(claimedAt),
    trustedAt: at === undefined ? null : instantText(at),
    activation: carried.activation ?? null,
    propertyInfo: signature.propertyInfo,
    dataHash: toBase64url(signature.dataHash),
    statusAsOf: chain.asOf === undefined ? null : instantText(chain.asOf),
    revokedLater: chain.revokedLater === undefined ? null : instantText(chain.revokedLater),
    timeStamp,
  };
}
