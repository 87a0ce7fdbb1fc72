import { toBase64url } from '@renxin/chaincode/canonical';
import { DerError, sameBytes } from '../../asn1/index.js';
import { verifySignatureValue } from '../../crypto/certificate-key.js';
import type { OcspResponse } from '../../ocsp/response.js';
import type { CryptoProvider, AnyHash } from '../../crypto/provider.js';
import { checkChain, type ChainCode, type ChainFinding } from '../../verify/chain.js';
import { fail, notChecked, pass, type Check } from '../../verify/check.js';
import type { EmbeddedFormat } from '../../verify/embedded-format.js';
import { namesCertificate } from '../../verify/signing-certificate.js';
import {
  digestOf,
  hashOf,
  keyAlgorithmOf,
  SUITE,
  type Certificate,
  type KeyAlgorithm,
  type RevocationList,
} from '../../x509/index.js';
import { readEmbedded } from './cms-format.js';

export type PdfSignatureCode =
  | 'NOT_DER'
  | 'FORMAT'
  | 'SUBFILTER'
  | 'SIGNING_TIME_INSIDE'
  | 'ALG'
  | 'SIG_VALUE'
  | 'DATA_HASH'
  | 'SIGNER_CERTIFICATE'
  | 'SIGNER_CHAIN'
  | 'SIGNER_KEYUSAGE'
  | 'SIGNER_NOT_VALID_AT_SIGNING'
  | 'SIGNER_REVOKED_BEFORE'
  | 'CRL_SIGNATURE'
  | 'REVOCATION_UNKNOWN'
  | 'NO_TRUSTED_TIME'
  | 'TRUST_NOT_GIVEN';

export type PdfSignatureStep = 'form' | 'algorithms' | 'signature' | 'certificate' | 'time' | 'revocation';

type Step<S extends PdfSignatureStep> = Check<S, PdfSignatureCode>;

/** How a signature says that it is to be read. */
export type Dialect = 'PAdES' | 'CMS' | 'GM/T 0010';

/** What was read of one signature, as far as it could be. */
export interface ReadSignature {
  readonly format: EmbeddedFormat;
  readonly dialect: Dialect;
  readonly algorithm: KeyAlgorithm;
}

const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ['ETSI.CAdES.detached', 'PAdES'],
  ['adbe.pkcs7.detached', 'CMS'],
  ['RENX.GMT0010.detached', 'GM/T 0010'],
]);

/** Steps `form` and `algorithms`; without both nothing else is asked. */
export function readSignature(
  subFilter: string,
  contents: Uint8Array,
): { readonly read: ReadSignature | undefined; readonly checks: readonly Step<'form' | 'algorithms'>[] } {
  const dialect = DIALECTS.get(subFilter);
  if (dialect === undefined) return { read: undefined, checks: [fail('form', 'SUBFILTER', { subFilter })] };
  let format: EmbeddedFormat;
  try {
    format = readEmbedded(contents);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { read: undefined, checks: [fail('form', error.code, { subFilter })] };
  }
  const evidence = { subFilter, dialect, certificates: format.others.length + 1 };
  if ((format.signedData.dialect === 'GM/T 0010') !== (dialect === 'GM/T 0010'))
    return { read: undefined, checks: [fail('form', 'FORMAT', evidence)] };
  if (dialect === 'PAdES' && format.signingCertificate === undefined)
    return { read: undefined, checks: [fail('form', 'SIGNER_CERTIFICATE', evidence)] };
  // ETSI EN 319 142-1 6.3: the time stands in M, in one place only.
  if (dialect === 'PAdES' && format.hasSigningTime)
    return { read: undefined, checks: [fail('form', 'SIGNING_TIME_INSIDE', evidence)] };
  const algorithm = algorithmOf(format);
  if (algorithm === undefined)
    return { read: undefined, checks: [pass('form', evidence), fail('algorithms', 'ALG')] };
  return {
    read: { format, dialect, algorithm },
    checks: [pass('form', evidence), pass('algorithms', { algorithm, hash: SUITE[algorithm].hash })],
  };
}

/** One suite for key, digest and signature; anything else (SHA-1, a mixture) is refused. */
function algorithmOf({ signedData, leaf }: EmbeddedFormat): KeyAlgorithm | undefined {
  const algorithm = leaf.key?.algorithm;
  const { digestAlgorithm, scheme } = signedData.signer;
  if (algorithm === undefined || scheme === undefined || keyAlgorithmOf(scheme) !== algorithm)
    return undefined;
  return digestOf(scheme, digestAlgorithm) === undefined ? undefined : algorithm;
}

/** Step `signature`: by the certificate's key, over exactly the signed bytes of the document. */
export function checkSignature(
  { format, algorithm }: ReadSignature,
  signed: readonly Uint8Array[],
  provider: CryptoProvider,
): Step<'signature'> {
  const hash: AnyHash = hashOf(format.signedData.signer.digestAlgorithm) ?? SUITE[algorithm].hash;
  const { key, serial } = format.leaf;
  const { scheme, signedBytes, signature } = format.signedData.signer;
  const verified =
    key !== undefined &&
    scheme !== undefined &&
    verifySignatureValue(provider, key, scheme, signedBytes, signature);
  if (!verified) return fail('signature', 'SIG_VALUE', { serial });
  const found = provider.hash(hash, ...signed);
  const evidence = { serial, hash, signed: toBase64url(format.messageDigest), found: toBase64url(found) };
  return sameBytes(found, format.messageDigest)
    ? pass('signature', evidence)
    : fail('signature', 'DATA_HASH', evidence);
}

/** The chain of the signer's certificate, at the trusted time or, when there is none, at the present. */
export function chainOf(
  { format }: ReadSignature,
  input: {
    readonly roots: readonly Certificate[] | undefined;
    readonly others: readonly Certificate[];
    readonly lists: readonly RevocationList[];
    readonly responses: readonly OcspResponse[];
    readonly at: number;
    readonly provider: CryptoProvider;
  },
): ChainFinding {
  const { roots, lists, responses, at, provider } = input;
  const intermediates = [...format.others, ...input.others].filter(
    (each, i, all) =>
      !sameBytes(each.subject, each.issuer) && all.findIndex((other) => sameBytes(other.der, each.der)) === i,
  );
  return checkChain({
    leaf: format.leaf,
    intermediates,
    roots,
    lists: [...format.signedData.crls, ...lists],
    responses,
    at,
    use: 'document',
    provider,
  });
}

/** Step `certificate`: the one that the signature names, under a trusted root, with the right use. */
export function checkCertificate(
  { format }: ReadSignature,
  chain: ChainFinding,
  provider: CryptoProvider,
): Step<'certificate'> {
  const evidence = { serial: format.leaf.serial };
  const named = namesOwn(format, provider);
  if (named !== true)
    return fail('certificate', named === undefined ? 'ALG' : 'SIGNER_CERTIFICATE', evidence);
  const usage = faultOf(chain, 'usage');
  if (usage !== undefined) {
    const own = usage.evidence['index'] === 0 && usage.code !== 'CHAIN_CRITICAL_EXTENSION';
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

function namesOwn(
  { signingCertificate, leaf }: EmbeddedFormat,
  provider: CryptoProvider,
): boolean | undefined {
  if (signingCertificate === undefined) return true;
  try {
    return namesCertificate(signingCertificate, leaf, provider);
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

/** Step `time`: within the periods of all certificates at the trusted time. */
export function checkTime(chain: ChainFinding, at: Date | undefined, source: string | null): Step<'time'> {
  if (at === undefined) return notChecked('time', 'NO_TRUSTED_TIME');
  const evidence = { at: at.toISOString(), source };
  const validity = faultOf(chain, 'validity');
  if (validity !== undefined) {
    const code = validity.evidence['index'] === 0 ? 'SIGNER_NOT_VALID_AT_SIGNING' : 'SIGNER_CHAIN';
    return fail('time', code, { ...evidence, ...validity.evidence }, validity.code);
  }
  return chain.path === undefined ? notChecked('time', 'SIGNER_CHAIN', evidence) : pass('time', evidence);
}

/** Step `revocation`: revoked before the trusted time is invalid; revoked later goes on, and the report says so. */
export function checkRevocation(chain: ChainFinding, at: Date | undefined): Step<'revocation'> {
  if (chain.path === undefined) return notChecked('revocation', 'REVOCATION_UNKNOWN');
  const fault = faultOf(chain, 'revocation');
  if (fault?.outcome === 'fail') {
    if (fault.code !== 'CHAIN_REVOKED')
      return fail('revocation', 'CRL_SIGNATURE', fault.evidence, fault.code);
    const code = fault.evidence['index'] === 0 ? 'SIGNER_REVOKED_BEFORE' : 'SIGNER_CHAIN';
    return fail('revocation', code, fault.evidence, fault.code);
  }
  if (fault !== undefined) return notChecked('revocation', 'REVOCATION_UNKNOWN', fault.evidence);
  if (at === undefined) return notChecked('revocation', 'NO_TRUSTED_TIME');
  return pass('revocation', chain.checks.find((check) => check.step === 'revocation')?.evidence ?? {});
}

function faultOf(chain: ChainFinding, step: string): Check<string, ChainCode> | undefined {
  return chain.checks.find((check) => check.step === step && check.outcome !== 'pass');
}
