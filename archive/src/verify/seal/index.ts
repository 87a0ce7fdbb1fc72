import { verifySeal, verifySealSignature, type SealReport } from '@renxin/seal/eseal';
import { listsFor, rootsFor, type Believed, type Context } from '../context.js';
import { requireChecks } from '../document/checks.js';
import { Undecided, type Examination } from '../examination.js';
import type { NamedFile } from '../recognise.js';
import { aboutSeal, examineMaker, examineSealing, periodOf } from './sealing.js';
import { checkSealState } from './state.js';

/** An e-seal by itself (docs/formats/e-seal.md), with the ledger's word on its state when that stands beside it. */
export async function examineSeal(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  file: NamedFile,
  beside: readonly NamedFile[],
): Promise<void> {
  const verified = (existedBy?: string): SealReport =>
    verifySeal({
      seal: file.bytes,
      makers: rootsFor(believed, 'seal-maker'),
      at: new Date(context.asOf),
      crls: listsFor(believed, 'seal-maker'),
      ...(existedBy !== undefined && { existedBy: new Date(existedBy) }),
      provider: context.provider,
    });
  const first = verified();
  const data = await x.step('seal-data', [], () => {
    requireChecks(first.checks, ['format', 'algorithms']);
    return { code: 'SEAL_DATA_OK', evidence: aboutSeal(first.seal), value: { report: first } };
  });
  const wanted = file.name.replace(/\.esl$/i, '.state-proof.json').toLowerCase();
  const proof = beside.find(({ name }) => name.toLowerCase() === wanted)?.bytes;
  const registered = await x.step('seal-state', [data, believed], (_data, belief) =>
    checkSealState(x, context, belief, file.bytes, proof),
  );
  // What the ledger registered is older than a revocation that came later.
  const madeAt = registered?.madeAt ?? undefined;
  const report = madeAt === undefined ? first : verified(madeAt);
  await examineMaker(x, believed, data === undefined ? undefined : report, report.seal);
  await x.step('seal-period', [data], () => {
    requireChecks(report.checks, ['seal-period']);
    return { code: 'SEAL_PERIOD_OK', evidence: periodOf(report.seal), value: {} };
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
    crls: listsFor(believed, 'seal-maker'),
    provider: context.provider,
  });
  await examineSealing(x, believed, report, async (signature) => {
    await x.step('sealed-document', [signature], () => {
      if (document === undefined) throw new Undecided('COMPANION_MISSING', { missing: ['document'] });
      requireChecks(report.checks, ['document']);
      x.proves('SEALED_UNCHANGED');
      return { code: 'SEALED_DOCUMENT_OK', evidence: { place: report.sealed?.propertyInfo }, value: {} };
    });
  });
}

/** `contract.txt.ses` seals `contract.txt`; `SignedValue.dat` of an OFD the `Signature.xml` beside it. */
function documentOf({ name }: NamedFile, beside: readonly NamedFile[]): Uint8Array | undefined {
  const wanted = name.replace(/\.ses$/i, '').replace(/SignedValue\.dat$/i, 'Signature.xml');
  if (wanted === name) return undefined;
  return beside.find((each) => each.name.toLowerCase() === wanted.toLowerCase())?.bytes;
}
