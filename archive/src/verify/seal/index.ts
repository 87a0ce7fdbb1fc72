import { verifySeal, verifySealSignature, type SealFacts } from '@renxin/seal/eseal';
import type { Check } from '@renxin/seal/verify';
import { restsOn, rootsFor, type Believed, type Context } from '../context.js';
import { requireChecks } from '../document/checks.js';
import { Fault, Undecided, type Examination } from '../examination.js';
import type { NamedFile } from '../recognise.js';
import { checkSealState } from './state.js';

/** An e-seal by itself (docs/formats/e-seal.md), with the ledger's word on its state when that stands beside it. */
export async function examineSeal(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  file: NamedFile,
  beside: readonly NamedFile[],
): Promise<void> {
  const report = verifySeal({
    seal: file.bytes,
    makers: rootsFor(believed, 'seal-maker'),
    at: new Date(context.asOf),
    provider: context.provider,
  });
  const data = await x.step('seal-data', [], () => {
    requireChecks(report.checks, ['format', 'algorithms']);
    return { code: 'SEAL_DATA_OK', evidence: aboutSeal(report.seal), value: { report } };
  });
  await examineMaker(x, believed, data?.report, report.seal);
  await x.step('seal-period', [data], () => {
    requireChecks(report.checks, ['seal-period']);
    return { code: 'SEAL_PERIOD_OK', evidence: periodOf(report.seal), value: {} };
  });
  const wanted = file.name.replace(/\.esl$/i, '.state-proof.json').toLowerCase();
  const proof = beside.find(({ name }) => name.toLowerCase() === wanted)?.bytes;
  await x.step('seal-state', [data, believed], (_data, belief) =>
    checkSealState(x, context, belief, file.bytes, proof),
  );
}

/** The steps about the maker, the same for a seal by itself and for one inside a signature. */
async function examineMaker(
  x: Examination,
  believed: Believed | undefined,
  report: { readonly checks: readonly Check[] } | undefined,
  seal: SealFacts | undefined,
): Promise<void> {
  const made = await x.step('seal-signature', [report], ({ checks }) => {
    requireChecks(checks, ['seal-signature'], { maker: seal?.maker.serial });
    return { code: 'SEAL_SIGNED', evidence: { maker: seal?.maker.subject }, value: { checks } };
  });
  await x.step('seal-maker', [made], ({ checks }) => {
    const evidence = { maker: seal?.maker.subject, certificate: seal?.maker.serial };
    requireChecks(checks, ['maker', 'maker-time', 'maker-revocation'], evidence);
    const anchor = restsOn(x, believed, seal?.chain.at(-1)?.der);
    x.proves('SEAL_MADE');
    return {
      code: 'SEAL_MAKER_OK',
      evidence: { ...evidence, anchor, statusAsOf: seal?.statusAsOf },
      value: {},
    };
  });
}

/** A signature with an e-seal by itself (docs/formats/seal-signature.md), over the file that stands beside it. */
export async function examineSealSignature(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  file: NamedFile,
  beside: readonly NamedFile[],
): Promise<void> {
  const document = documentOf(file, beside);
  const report = verifySealSignature({
    signature: file.bytes,
    document: document ?? new Uint8Array(),
    trust:
      believed === undefined
        ? undefined
        : {
            signers: rootsFor(believed, 'organisation') ?? [],
            makers: rootsFor(believed, 'seal-maker') ?? [],
            timeStamps: rootsFor(believed, 'time-stamp') ?? [],
          },
    now: context.now,
    provider: context.provider,
  });
  const { sealed, checks } = report;
  const data = await x.step('seal-data', [], () => {
    requireChecks(checks, ['format', 'algorithms']);
    return { code: 'SEAL_DATA_OK', evidence: aboutSeal(sealed?.seal), value: { report } };
  });
  const signature = await x.step('sealing', [data], () => {
    const evidence = { certificate: sealed?.signer.serial, claimedTime: sealed?.claimedAt };
    requireChecks(checks, ['signature', 'signer-in-seal'], evidence);
    return { code: 'SEALING_OK', evidence, value: {} };
  });
  await x.step('sealed-document', [signature], () => {
    if (document === undefined) throw new Undecided('COMPANION_MISSING', { missing: ['document'] });
    requireChecks(checks, ['document']);
    x.proves('SEALED_UNCHANGED');
    return { code: 'SEALED_DOCUMENT_OK', evidence: { place: sealed?.propertyInfo }, value: {} };
  });
  const time = await x.step('sealing-time', [signature], () => {
    requireChecks(checks, ['time-stamp', 'time']);
    const at = sealed?.trustedAt;
    if (typeof at !== 'string') throw new Fault('STEP_ERROR');
    const latest = sealed?.timeStamp?.stamped?.latest.toISOString() ?? at;
    x.bounds({ bound: 'notAfter', source: 'time-stamp:seal', time: latest });
    x.proves('TIME_STAMPED');
    restsOn(x, believed, sealed?.timeStamp?.stamped?.chain.at(-1)?.der);
    return { code: 'SEALING_TIME_OK', evidence: { at }, value: {} };
  });
  await x.step('sealing-certificate', [time], () => {
    const evidence = { certificate: sealed?.signer.serial, issuer: sealed?.signer.issuer };
    requireChecks(checks, ['signer', 'revocation'], evidence);
    const anchor = restsOn(x, believed, sealed?.chain.at(-1)?.der);
    const later = sealed?.revokedLater ?? null;
    x.proves('SEALED_BY_OWNER');
    return {
      code: later === null ? 'CERTIFICATE_OK' : 'CERTIFICATE_REVOKED_LATER',
      outcome: later === null ? 'pass' : 'warn',
      evidence: { ...evidence, anchor, revokedLater: later },
      value: {},
    };
  });
  await examineMaker(x, believed, data?.report, sealed?.seal);
  await x.step('seal-period', [data], () => {
    requireChecks(checks, ['seal-period']);
    return { code: 'SEAL_PERIOD_OK', evidence: periodOf(sealed?.seal), value: {} };
  });
  x.leavesOpen('SEAL_STATE_UNKNOWN');
}

/** `contract.txt.ses` seals `contract.txt`; `SignedValue.dat` of an OFD the `Signature.xml` beside it. */
function documentOf({ name }: NamedFile, beside: readonly NamedFile[]): Uint8Array | undefined {
  const wanted = name.replace(/\.ses$/i, '').replace(/SignedValue\.dat$/i, 'Signature.xml');
  if (wanted === name) return undefined;
  return beside.find((each) => each.name.toLowerCase() === wanted.toLowerCase())?.bytes;
}

/** Seals of organisations are public; of another's (type 2 is a person's) the name is not repeated. */
function aboutSeal(seal: SealFacts | undefined): Record<string, unknown> {
  if (seal === undefined) return {};
  const { version, esId, type, name, vendor, picture } = seal;
  const { width, height } = picture;
  return {
    version,
    esId,
    type,
    ...(type === 1 && { name }),
    vendor,
    picture: { type: picture.type, width, height },
    signers:
      seal.signers.kind === 'certificates' ? seal.signers.certificates.length : seal.signers.digests.length,
  };
}

function periodOf(seal: SealFacts | undefined): Record<string, unknown> {
  return { validFrom: seal?.validFrom, validUntil: seal?.validUntil };
}
