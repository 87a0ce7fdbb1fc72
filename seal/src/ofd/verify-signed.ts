import { toBase64url } from '@renxin/chaincode/canonical';
import { DerError, sameBytes } from '../asn1/index.js';
import { ATTRIBUTE_TIME_STAMP_TOKEN } from '../asn1/oids.js';
import { verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { givenList, knownCertificate } from '../eseal/given.js';
import {
  checkRevocation,
  checkSigner,
  checkTime,
  checkTimeStamp,
  stampOf,
  trustedTime,
  type SignerCode,
} from '../eseal/signer-checks.js';
import { carriedPath, type CarriedPath } from '../verify/carried-path.js';
import { checkChain, type ChainFinding } from '../verify/chain.js';
import { fail, pass, type Check } from '../verify/check.js';
import { readEmbeddedCms, type EmbeddedFormat } from '../verify/embedded-format.js';
import { certificateEvidence, instantText, type CertificateEvidence } from '../verify/evidence.js';
import { namesCertificate } from '../verify/signing-certificate.js';
import type { TimeStampReport } from '../verify/time-stamp.js';
import { digestOf, keyAlgorithmOf } from '../x509/index.js';

export type SignedCode =
  SignerCode | 'NOT_DER' | 'FORMAT' | 'ALG' | 'SIG_VALUE' | 'SIGNER_CERTIFICATE' | 'CRL_UNUSED' | 'DATA_HASH';

export type SignedStep =
  'format' | 'algorithms' | 'signature' | 'signer' | 'time-stamp' | 'time' | 'revocation' | 'document';

/** What a signature without a seal says. */
export interface Signed {
  readonly signer: CertificateEvidence;
  /** Leaf first, the root last; as far as it was found. */
  readonly chain: readonly CertificateEvidence[];
  readonly claimedAt: string | null;
  /** By the token in the signature, or by whoever verifies; null when there is none. */
  readonly trustedAt: string | null;
  /** base64url of what was shown, and what activated the key; null where the signature does not say. */
  readonly claims: { readonly shown: string | null; readonly activation: string | null };
  readonly statusAsOf: string | null;
  /** The signer's certificate was revoked after the trusted time: since when, or null. */
  readonly revokedLater: string | null;
  readonly timeStamp: TimeStampReport | undefined;
}

export interface SignedInput {
  /** DER of the CMS. */
  readonly cms: Uint8Array;
  /** The bytes of Signature.xml. */
  readonly document: Uint8Array;
  /** Its SignatureDateTime, milliseconds since 1970. */
  readonly claimedAt: number | undefined;
  readonly trust:
    { readonly signers: readonly Uint8Array[]; readonly timeStamps: readonly Uint8Array[] } | undefined;
  readonly now: Date;
  /** When the signature existed, by other trusted evidence; a token inside goes before it. */
  readonly at?: Date;
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

/**
 * The steps over a signature without a seal (docs/formats/ofd.md, "Without a seal"); a fault of `format` or `algorithms`
 * ends them, each other step speaks for itself. Never throws for bad input in `cms`.
 */
export function verifySigned(input: SignedInput): {
  readonly checks: readonly Check<SignedStep, SignedCode>[];
  readonly signed: Signed | undefined;
} {
  let read: { readonly cms: EmbeddedFormat; readonly carried: CarriedPath };
  try {
    read = readStrictly(input.cms);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { checks: [fail('format', error.code)], signed: undefined };
  }
  const { cms, carried } = read;
  const format = pass('format' as const, { form: cms.signedData.dialect });
  if (!isSm2(cms)) return { checks: [format, fail('algorithms', 'ALG')], signed: undefined };

  const { trust, provider, claimedAt } = input;
  const signing = {
    signer: carried.leaf,
    claimedAt,
    signature: cms.signedData.signer.signature,
    timeStamp: cms.timeStamp,
  };
  const timeStamp = stampOf(signing, input);
  const at = trustedTime(timeStamp, input.at);
  const chain = checkChain({
    leaf: carried.leaf,
    intermediates: [...carried.intermediates, ...(input.certificates ?? []).map(knownCertificate)],
    roots: trust?.signers.map(knownCertificate),
    lists: [...cms.signedData.crls, ...(input.crls ?? []).map(givenList)],
    at: at ?? claimedAt ?? input.now.getTime(),
    use: 'document',
    provider,
  });
  const checks: Check<SignedStep, SignedCode>[] = [
    format,
    pass('algorithms', { algorithm: 'SM2', hash: 'SM3' }),
    checkSignature(cms, provider),
    checkCertificate(cms, chain, provider),
    checkTimeStamp(timeStamp, at),
    checkTime(signing, chain, at),
    checkLists(cms, chain) ?? checkRevocation(chain, at),
    checkDocument(cms, input),
  ];
  return { checks, signed: signedOf(cms, chain, claimedAt, at, timeStamp) };
}

/** Nothing stands in it that nobody checks: carried is what belongs, unsigned is the time-stamp alone. */
function readStrictly(der: Uint8Array): { readonly cms: EmbeddedFormat; readonly carried: CarriedPath } {
  const cms = readEmbeddedCms(der);
  const { signedData } = cms;
  if (signedData.dialect !== 'GM/T 0010') throw new DerError('FORMAT', 'not of GB/T 35275');
  if (!signedData.ordered) throw new DerError('NOT_DER', 'certificates or CRLs out of order');
  for (const type of signedData.signer.unsigned.keys())
    if (type !== ATTRIBUTE_TIME_STAMP_TOKEN) throw new DerError('FORMAT', 'an unsigned attribute');
  return { cms, carried: carriedPath(signedData) };
}

function isSm2({ signedData, leaf }: EmbeddedFormat): boolean {
  const { scheme } = signedData.signer;
  return (
    leaf.key?.algorithm === 'SM2' &&
    scheme !== undefined &&
    keyAlgorithmOf(scheme) === 'SM2' &&
    digestOf(scheme, signedData.signer.digestAlgorithm) === 'SM3'
  );
}

function checkSignature(
  { signedData, leaf }: EmbeddedFormat,
  provider: CryptoProvider,
): Check<'signature', SignedCode> {
  const { signedBytes, signature } = signedData.signer;
  const { key, serial } = leaf;
  const verified = key !== undefined && verifySignatureValue(provider, key, 'SM2', signedBytes, signature);
  return verified ? pass('signature', { serial }) : fail('signature', 'SIG_VALUE', { serial });
}

/** The one that the signature names, when it does, under a trusted root, with the right use. */
function checkCertificate(
  { signingCertificate, leaf }: EmbeddedFormat,
  chain: ChainFinding,
  provider: CryptoProvider,
): Check<'signer', SignedCode> {
  try {
    if (signingCertificate !== undefined && namesCertificate(signingCertificate, leaf, provider) !== true)
      return fail('signer', 'SIGNER_CERTIFICATE', { serial: leaf.serial });
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return fail('signer', 'SIGNER_CERTIFICATE', { serial: leaf.serial });
  }
  return checkSigner({ signer: leaf }, chain);
}

/** A list that is carried says something of a certificate of the path. */
function checkLists(
  { signedData: { crls } }: EmbeddedFormat,
  chain: ChainFinding,
): Check<'revocation', SignedCode> | undefined {
  const isKnown = chain.path !== undefined && !chain.checks.some(isRevocationFault);
  return isKnown && crls.some((list) => !chain.used.includes(list))
    ? fail('revocation', 'CRL_UNUSED')
    : undefined;
}

function isRevocationFault({ step, outcome }: Check): boolean {
  return step === 'revocation' && outcome !== 'pass';
}

function checkDocument(
  { messageDigest }: EmbeddedFormat,
  { document, provider }: SignedInput,
): Check<'document', SignedCode> {
  const found = provider.hash('SM3', document);
  const evidence = { signed: toBase64url(messageDigest), found: toBase64url(found) };
  return sameBytes(found, messageDigest)
    ? pass('document', evidence)
    : fail('document', 'DATA_HASH', evidence);
}

function signedOf(
  { leaf, claims }: EmbeddedFormat,
  chain: ChainFinding,
  claimedAt: number | undefined,
  at: number | undefined,
  timeStamp: TimeStampReport | undefined,
): Signed {
  const text = (time: number | undefined): string | null => (time === undefined ? null : instantText(time));
  return {
    signer: certificateEvidence(leaf),
    chain: (chain.path?.certificates ?? []).map(certificateEvidence),
    claimedAt: text(claimedAt),
    trustedAt: text(at),
    claims,
    statusAsOf: text(chain.asOf),
    revokedLater: text(chain.revokedLater),
    timeStamp,
  };
}
