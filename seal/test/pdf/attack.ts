import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeProvider } from '../../src/crypto/native.js';
import {
  addValidationData,
  openPdf,
  openPrepared,
  pagesOf,
  PdfError,
  prepareSignature,
  verifyPdf,
} from '../../src/pdf/index.js';
import { rememberVerified } from '../../src/verify/index.js';
import { timely } from '../fuzzing/timely.js';
import { T0 } from '../world.js';
import { smallPdf } from './small-pdf.js';

export { mutatedPdf } from './mutation.js';

export const CORPUS = fileURLToPath(new URL('../../../test/corpus/pdf/', import.meta.url));

let known: readonly Uint8Array[] | undefined;

/** Documents of ours and of others, and inputs that were made to do harm or once did. */
export function corpus(): Uint8Array[] {
  known ??= readdirSync(CORPUS)
    .filter((name) => name.endsWith('.pdf'))
    .sort()
    .map((name) => new Uint8Array(readFileSync(join(CORPUS, name))));
  return [...known];
}

/** Whoever signed the genuine ones stands below these. */
const ROOTS = ['', '.rsa', '.sm2'].map((suite) =>
  readFileSync(
    fileURLToPath(new URL(`../../../test/corpus/der/root.certificate${suite}.bin`, import.meta.url)),
  ),
);

const provider = rememberVerified(nativeProvider, 10_000);
const BASE = smallPdf();

/**
 * Gives the bytes to everything that reads PDFs: the verifier with trust in who signed the corpus, the wallet's look at a
 * prepared document, the writers that add to one, the reader of stamps.
 * @throws Error when one of them fails in another way than by its code, finds valid what nobody signed, writes what is not
 * read again, or takes more than a second of processor time
 */
export function attack(bytes: Uint8Array): void {
  const roots = { signers: ROOTS, timeStamps: ROOTS };
  const report = look(() => verifyPdf({ document: bytes, roots, now: T0, provider }));
  if (report?.verdict === 'valid')
    for (const { covers } of report.signatures)
      if (covers === null || !isGenuine(bytes.subarray(0, covers)))
        throw new Error('valid, though nobody signed it');
  look(() => {
    const document = openPdf(bytes);
    return [pagesOf(document), document.numbers(), document.states()];
  });
  look(() => openPrepared(bytes, bytes.subarray(0, bytes.length >> 1), 'worker'));
  const signature = { form: 'pades', field: 'fuzz', at: T0, room: 64 } as const;
  const prepared = look(() => prepareSignature(bytes, signature));
  if (prepared !== undefined) openPdf(prepared.bytes);
  look(() => prepareSignature(BASE, { ...signature, stamp: bytes }));
  const data = { certificates: [BASE], crls: [], ocsps: [], fields: ['worker'] };
  const kept = look(() => addValidationData(bytes, data));
  if (kept !== undefined) openPdf(kept);
}

/** The corpus has a document that begins with it. */
function isGenuine(part: Uint8Array): boolean {
  return corpus().some((genuine) => Buffer.from(part).equals(genuine.subarray(0, part.length)));
}

function look<T>(run: () => T): T | undefined {
  try {
    return timely(run);
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}
