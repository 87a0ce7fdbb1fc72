import type { CryptoProvider } from '@renxin/seal/crypto';
import { examineBundle } from './bundle/index.js';
import { examineCredential, examinePresentation, examineStatusList } from './credential/index.js';
import { checkTrust, type Believed, type Context } from './context.js';
import { examineReceipt } from './consent/index.js';
import { examineDocument, type DocumentParts } from './document/index.js';
import { examineFacts } from './facts/index.js';
import { Examination, Undecided, type Finding } from './examination.js';
import { examinePackage } from './package/index.js';
import { examinePdf, hasSignatureInside, looksLikePdf, renderedIn, type PdfShown } from './pdf/index.js';
import { baseOf, companionSuffixes, recognise, type NamedFile } from './recognise.js';
import { examineRegistration } from './package/registration.js';
import { examineLogProof } from './log/index.js';
import type { Report, ReportKind } from './report.js';
import { examineCode } from './code/index.js';
import { examineCommandProof, examineStateProof } from './single-proof.js';
import { boundsOf } from './time-line.js';
import { examineOfd } from './ofd/index.js';
import { examineRendering } from './rendering/index.js';
import { examineSeal, examineSealSignature } from './seal/index.js';
import { examineTrustFile } from './trust-artefact.js';

export interface VerifyOptions {
  readonly provider: CryptoProvider;
  /** The caller's present time. */
  readonly now: Date;
  /** The bytes of the trust file; without it everything about trust is not checked. */
  readonly trust?: Uint8Array;
  /** The only fingerprint that is accepted, lower-case hexadecimal. */
  readonly fingerprint?: string;
  /** For which time the state is asked, ISO 8601; the present when absent. */
  readonly asOf?: string;
  /** How old a state may be, in days. */
  readonly maxAgeDays?: number;
  /** Files that may be needed to check the others and get no report of their own. */
  readonly companions?: readonly NamedFile[];
}

/**
 * The one verifier: bytes in, a report for each file out (docs/formats/verification-report.md). It reads nothing else,
 * asks nobody, and never throws for what the files hold.
 * @throws RangeError when `asOf` is not a time
 */
export async function verify(files: readonly NamedFile[], options: VerifyOptions): Promise<Report[]> {
  const context: Context = {
    provider: options.provider,
    now: options.now,
    asOf: new Date(options.asOf ?? options.now).toISOString(),
    maxAgeDays: options.maxAgeDays,
    trust: options.trust,
    fingerprint: options.fingerprint,
  };
  const beside = [...files, ...(options.companions ?? [])];
  const reports: Report[] = [];
  // The file itself stands first, so that no other of the same name is taken in its place.
  for (const file of files) reports.push(await examine(file, [file, ...beside], context));
  return reports;
}

async function examine(file: NamedFile, beside: readonly NamedFile[], context: Context): Promise<Report> {
  const x = new Examination();
  x.leavesOpen('CONTENT_TRUTH');
  const found = kindOf(file, beside);
  if (found.kind === 'unknown') {
    await x.step('recognise', [], () => {
      throw new Undecided('FORMAT_UNKNOWN', { bytes: file.bytes.length });
    });
    return reportOf(x, file, found.kind, undefined, context);
  }
  const believed = await x.step('trust-file', [], () => checkTrust(context));
  if (believed === undefined) x.leavesOpen('NOBODY_BELIEVED', 'NO_RELIABLE_SIGNATURE_CLAIM');
  switch (found.kind) {
    case 'signed-document':
      await examineSigned(x, context, believed, found.base, beside);
      break;
    case 'signed-pdf': {
      const inside = await examinePdf(x, context, believed, file.bytes);
      await examineRendering(x, context, believed, inside && renderedIn(inside, file.bytes), beside);
      const base = baseOf(file.name);
      if (base !== undefined && hasCompanion(base, beside))
        await examineSigned(x, context, believed, base, beside, { inside });
      break;
    }
    case 'trust-file':
      await examineTrustFile(x, context, believed, file.bytes);
      break;
    case 'evidence-bundle':
      await examineBundle(x, context, believed, file.bytes);
      break;
    case 'archive-package':
      await examinePackage(x, context, believed, file.bytes, registrationOf(file, beside));
      break;
    case 'archive-registration':
      await examineRegistration(x, context, believed, file.bytes);
      break;
    case 'consent-receipt':
      await examineReceipt(x, context, believed, file.bytes);
      break;
    case 'fact-statement':
      await examineFacts(x, context, believed, file.bytes);
      break;
    case 'credential':
      await examineCredential(x, context, believed, file, beside);
      break;
    case 'presentation':
      await examinePresentation(x, context, believed, file, beside);
      break;
    case 'status-list':
      await examineStatusList(x, context, believed, file);
      break;
    case 'certificate-code':
      await examineCode(x, context, believed, file.bytes);
      break;
    case 'sealed-ofd':
      await examineOfd(x, context, believed, file.bytes, beside);
      break;
    case 'seal':
      await examineSeal(x, context, believed, file, beside);
      break;
    case 'seal-signature':
      await examineSealSignature(x, context, believed, file, beside);
      break;
    case 'command-proof':
      await examineCommandProof(x, context, believed, file.bytes);
      break;
    case 'log-proof':
      await examineLogProof(x, context, believed, file.bytes, documentOf(file, beside));
      break;
    case 'state-proof':
      await examineStateProof(x, context, believed, file.bytes);
      break;
  }
  return reportOf(x, file, found.kind, believed, context);
}

async function examineSigned(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  base: string,
  beside: readonly NamedFile[],
  examined?: { readonly inside: PdfShown | undefined },
): Promise<void> {
  const parts = await x.step('companions', [], () => findCompanions(base, beside));
  const pdf = parts !== undefined && hasSignatureInside(parts.document) ? parts.document : undefined;
  const inside =
    examined === undefined && pdf !== undefined
      ? await examinePdf(x, context, believed, pdf)
      : examined?.inside;
  await examineDocument(x, context, believed, parts, inside);
  x.leavesOpen('LEDGER_NOT_INCLUDED');
}

/** A PDF with nothing beside it has to carry its signatures inside. */
function kindOf(file: NamedFile, beside: readonly NamedFile[]): ReturnType<typeof recognise> {
  const found = recognise(file);
  const isAlone =
    found.kind === 'signed-document' && looksLikePdf(file.bytes) && !hasCompanion(found.base, beside);
  return isAlone ? { kind: 'signed-pdf' } : found;
}

/** Something of a signing stands beside its document. */
function hasCompanion(base: string, beside: readonly NamedFile[]): boolean {
  const names = new Set(
    Object.values(companionSuffixes)
      .filter((suffix) => suffix !== companionSuffixes.document)
      .map((suffix) => (base + suffix).toLowerCase()),
  );
  return beside.some(({ name }) => names.has(name.toLowerCase()));
}

/** `archive.registration.json` stands beside `archive.zip`. */
function registrationOf({ name }: NamedFile, beside: readonly NamedFile[]): Uint8Array | undefined {
  const wanted = name.replace(/\.zip$/i, '.registration.json').toLowerCase();
  return beside.find((each) => each.name.toLowerCase() === wanted && /\.zip$/i.test(name))?.bytes;
}

/** What a proof from a log stands beside: `contract.tlog-proof` is about `contract.signed.json`. */
function documentOf({ name }: NamedFile, beside: readonly NamedFile[]): Uint8Array | undefined {
  const wanted = name.replace(/\.tlog-proof$/i, companionSuffixes.signed).toLowerCase();
  return beside.find((each) => each.name.toLowerCase() === wanted)?.bytes;
}

/** Step `companions`: all six parts of the signing are there. */
function findCompanions(base: string, beside: readonly NamedFile[]): Finding<DocumentParts> {
  const missing: string[] = [];
  const take = (suffix: string): Uint8Array => {
    const wanted = (base + suffix).toLowerCase();
    const found = beside.find(({ name }) => name.toLowerCase() === wanted);
    if (found === undefined) missing.push(suffix);
    return found?.bytes ?? new Uint8Array();
  };
  const value: DocumentParts = {
    document: take(companionSuffixes.document),
    cms: { worker: take(companionSuffixes.worker), employer: take(companionSuffixes.employer) },
    signed: take(companionSuffixes.signed),
    tokens: { sm2: take(companionSuffixes.sm2), ecdsa: take(companionSuffixes.ecdsa) },
  };
  if (missing.length > 0) throw new Undecided('COMPANION_MISSING', { missing });
  return { code: 'COMPANIONS_OK', value };
}

function reportOf(
  x: Examination,
  { name }: NamedFile,
  kind: ReportKind,
  believed: Believed | undefined,
  context: Context,
): Report {
  const operators = [...x.operators];
  if (operators.length < 2) x.leavesOpen('FEW_OPERATORS');
  return {
    file: name,
    kind,
    verdict: x.verdict,
    state: x.state,
    asOf: context.asOf,
    statusAsOf: x.statusAsOf,
    signedBetween: { ...boundsOf(x.sources), sources: x.sources },
    independence: { operators: operators.length, names: operators },
    trust: believed?.fingerprint ?? null,
    steps: x.steps,
    proven: x.proven,
    notProven: x.notProven,
  };
}
