import { sameBytes } from '../asn1/index.js';
import type { CryptoProvider } from '../crypto/provider.js';
import {
  readSealSignature,
  verifySealSignature,
  type Sealed,
  type SealSignatureCode,
  type SealSignatureStep,
  type SealTrust,
} from '../eseal/index.js';
import { codeOf, fail, pass, verdictOf, type Check, type Verdict } from '../verify/check.js';
import { checkCoverage, checkReferences, Digests } from './cover.js';
import { OfdError, type OfdCode } from './error.js';
import { absolute } from './location.js';
import { openOfd, type DocumentInformation, type ListedSignature, type Ofd } from './read.js';
import { readSignatureFile, type SignatureFile } from './signature-file.js';
import { touches, type Box } from './stamp.js';
import { looksLikeSignature } from './unlisted.js';
import { verifySigned, type Signed, type SignedCode, type SignedStep } from './verify-signed.js';

export type OfdSignatureCode =
  | SealSignatureCode
  | SignedCode
  | OfdCode
  | 'SIGNATURE_TYPE'
  | 'SEAL_FILE_MISMATCH'
  | 'REFERENCE_ALG'
  | 'REFERENCE_HASH'
  | 'UNCOVERED_FILE';

export type OfdSignatureStep =
  SealSignatureStep | SignedStep | 'signature-file' | 'seal-file' | 'references' | 'coverage' | 'stamps';

/** One signature of an OFD. */
export interface OfdSignatureReport {
  /** Path of Signature.xml. */
  readonly path: string;
  /** `Sign`: without a seal. */
  readonly type: ListedSignature['type'];
  readonly verdict: Verdict;
  readonly code: OfdSignatureCode | 'OK';
  /** In order; a fault in `signature-file` ends the list, each other step speaks for itself. */
  readonly checks: readonly Check<OfdSignatureStep, OfdSignatureCode>[];
  /** What the signature says with a seal, and without one; undefined when it could not be read. */
  readonly sealed: Sealed | undefined;
  readonly signed: Signed | undefined;
  readonly stamps: readonly OfdStamp[];
  /** Its signature names the list of signatures: nothing may be added. */
  readonly closes: boolean;
}

/** Where the seal stands: the number of the page, and millimetres. */
export interface OfdStamp {
  readonly page: number;
  readonly boundary: Box;
  readonly clip: Box | undefined;
}

export type OfdFileCode = OfdCode | 'UNSIGNED' | 'SIGNATURE_UNLISTED';
export type OfdFileStep = 'container' | 'document' | 'signature-list';

export interface OfdReport {
  readonly verdict: Verdict;
  readonly code: OfdSignatureCode | OfdFileCode | 'OK';
  /** The container and the document; a fault in them ends the verification. */
  readonly checks: readonly Check<OfdFileStep, OfdFileCode>[];
  readonly information: DocumentInformation | undefined;
  readonly pages: number;
  /** In the order in which they were added. */
  readonly signatures: readonly OfdSignatureReport[];
}

export interface OfdInput extends OpenOfdInput {
  readonly document: Uint8Array;
}

export interface OpenOfdInput {
  /** Whom to trust; undefined when nobody said. */
  readonly trust: SealTrust | undefined;
  /** The present time of whoever verifies. */
  readonly now: Date;
  /** Issuers and CRLs beside those that are carried, DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly provider: CryptoProvider;
}

/**
 * Verifies a sealed OFD (docs/formats/ofd.md, "Verification"): container, document, and each signature with its seal. An
 * OFD without a signature is invalid as a sealed one. Never throws for bad input in `document`.
 */
export function verifyOfd(input: OfdInput): OfdReport {
  let ofd: Ofd;
  try {
    ofd = openOfd(input.document);
  } catch (error) {
    if (!(error instanceof OfdError)) throw error;
    const step = error.code.startsWith('CONTAINER') ? 'container' : 'document';
    const checks = [fail(step, error.code, pathEvidence(error))];
    return { verdict: 'invalid', code: error.code, checks, information: undefined, pages: 0, signatures: [] };
  }
  return verifyOpenOfd(ofd, input);
}

/** The same for an OFD that is open already. */
export function verifyOpenOfd(ofd: Ofd, input: OpenOfdInput): OfdReport {
  const checks = [
    pass('container' as const, { files: ofd.files.size }),
    pass('document' as const, { pages: ofd.pages.length }),
    checkList(ofd),
  ];
  const signatures = verifySignatures(ofd, input);
  const all: Check<string, OfdSignatureCode | OfdFileCode>[] = [
    ...checks,
    ...signatures.flatMap((each) => each.checks),
  ];
  return {
    verdict: verdictOf(all),
    code: codeOf(all),
    checks,
    information: ofd.info,
    pages: ofd.pages.length,
    signatures,
  };
}

/** There are signatures, and none stands in the package without being listed. */
function checkList(ofd: Ofd): Check<'signature-list', 'UNSIGNED' | 'SIGNATURE_UNLISTED'> {
  if (ofd.signatures.length === 0) return fail('signature-list', 'UNSIGNED');
  const listed = new Set(ofd.signatures.map(({ path }) => path));
  for (const [path, bytes] of ofd.files)
    if (!listed.has(path) && looksLikeSignature(bytes))
      return fail('signature-list', 'SIGNATURE_UNLISTED', { path: absolute(path) });
  return pass('signature-list', { signatures: ofd.signatures.length });
}

/** What the signatures behind one have shown about it. */
interface Later {
  /** Files that they added. */
  readonly added: Set<string>;
  /** Files that existed at a trusted time, and when. */
  readonly existed: Map<string, Date>;
}

/** From the last to the first: a later signature excuses what it added, and its trusted time holds for what it names. */
function verifySignatures(ofd: Ofd, input: OpenOfdInput): readonly OfdSignatureReport[] {
  const digests = new Digests(ofd, input.provider);
  const later: Later = { added: new Set(), existed: new Map() };
  return [...ofd.signatures]
    .reverse()
    .map((listed) => verifyOne(ofd, listed, digests, later, input))
    .reverse();
}

function verifyOne(
  ofd: Ofd,
  { path, type }: ListedSignature,
  digests: Digests,
  later: Later,
  input: OpenOfdInput,
): OfdSignatureReport {
  const unread = (check: Check<'signature-file', OfdSignatureCode>): OfdSignatureReport => ({
    path,
    type,
    verdict: 'invalid',
    code: codeOf([check]),
    checks: [check],
    sealed: undefined,
    signed: undefined,
    stamps: [],
    closes: false,
  });
  let file: SignatureFile;
  try {
    file = readSignatureFile(ofd.files, path);
  } catch (error) {
    if (!(error instanceof OfdError)) throw error;
    return unread(fail('signature-file', error.code, pathEvidence(error)));
  }
  const value = ofd.files.get(file.value);
  const document = ofd.files.get(path);
  if (value === undefined || document === undefined)
    return unread(fail('signature-file', 'OFD_FORMAT', { path: absolute(file.value) }));
  // What is seen of a signature is its seal: without one there is nothing to be seen.
  if (type === 'Sign' && (file.seal !== undefined || file.stamps.length > 0))
    return unread(fail('signature-file', 'SIGNATURE_TYPE', { type }));

  const { checks: own, sealed, signed } = verifyValue(file, { type, value, document }, later, input);
  const closes = file.references.listed.some((each) => each.path === ofd.signatureList);
  const checks: Check<OfdSignatureStep, OfdSignatureCode>[] = [
    pass('signature-file', { path: absolute(path), type, closes }),
    ...own,
    ...(type === 'Seal' ? [checkSealFile(ofd, file, value, sealed)] : []),
    checkReferences(file, digests),
    checkCoverage(ofd, file, later.added),
    ...(type === 'Seal' ? [checkStamps(ofd, file)] : []),
  ];
  const verdict = verdictOf(checks);
  const trustedAt = (sealed ?? signed)?.trustedAt ?? null;
  for (const each of [path, file.value, file.seal]) if (each !== undefined) later.added.add(each);
  if (verdict === 'valid' && trustedAt !== null)
    for (const each of file.references.listed) later.existed.set(each.path, new Date(trustedAt));
  const stamps = stampsIn(ofd, file);
  return { path, type, verdict, code: codeOf(checks), checks, sealed, signed, stamps, closes };
}

/** The signed value by itself: an SES_Signature, or without a seal a CMS. */
function verifyValue(
  file: SignatureFile,
  { type, value, document }: Pick<ListedSignature, 'type'> & Record<'value' | 'document', Uint8Array>,
  { existed }: Later,
  { trust, now, certificates, crls, provider }: OpenOfdInput,
): Pick<OfdSignatureReport, 'sealed' | 'signed'> & {
  readonly checks: readonly Check<OfdSignatureStep, OfdSignatureCode>[];
} {
  const at = existed.get(file.value);
  const asked = {
    document,
    trust,
    now,
    ...(at === undefined ? {} : { at }),
    ...(certificates === undefined ? {} : { certificates }),
    ...(crls === undefined ? {} : { crls }),
    provider,
  };
  if (type === 'Sign')
    return { ...verifySigned({ ...asked, cms: value, claimedAt: file.claimedAt }), sealed: undefined };
  const seal = verifySealSignature({ ...asked, signature: value, propertyInfo: absolute(file.path) });
  return { checks: seal.checks, sealed: seal.sealed, signed: undefined };
}

/** The seal that stands beside the signature is the one within it. */
function checkSealFile(
  ofd: Ofd,
  { seal }: SignatureFile,
  value: Uint8Array,
  sealed: Sealed | undefined,
): Check<'seal-file', 'SEAL_FILE_MISMATCH'> {
  // Seal is optional (GB/T 33190 18.2): the signature holds it anyway.
  if (seal === undefined) return pass('seal-file', { present: false });
  const bytes = ofd.files.get(seal);
  const evidence = { path: absolute(seal), present: bytes !== undefined };
  if (sealed === undefined || bytes === undefined) return fail('seal-file', 'SEAL_FILE_MISMATCH', evidence);
  return sameBytes(bytes, readSealSignature(value).seal.der)
    ? pass('seal-file', evidence)
    : fail('seal-file', 'SEAL_FILE_MISMATCH', evidence);
}

/** Stamps stand on pages that there are. */
function checkStamps(ofd: Ofd, { stamps }: SignatureFile): Check<'stamps', 'STAMP_PLACE'> {
  for (const { pageRef, boundary, clip } of stamps) {
    const page = ofd.pages.find(({ id }) => id === pageRef);
    if (page === undefined || !touches(page, boundary, clip))
      return fail('stamps', 'STAMP_PLACE', { page: pageRef });
  }
  return pass('stamps', { stamps: stamps.length });
}

function stampsIn(ofd: Ofd, { stamps }: SignatureFile): readonly OfdStamp[] {
  return stamps.map(({ pageRef, boundary, clip }) => ({
    page: ofd.pages.findIndex(({ id }) => id === pageRef) + 1,
    boundary,
    clip,
  }));
}

function pathEvidence({ path }: OfdError): { readonly path: string } | Record<string, never> {
  return path === undefined ? {} : { path: absolute(path) };
}
