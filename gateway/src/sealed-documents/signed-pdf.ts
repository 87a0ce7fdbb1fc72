import {
  addValidationData,
  embedSignature,
  PdfError,
  stampedCms,
  stampPdf,
  verifyPdf,
  type PdfReport,
  type PdfSignatureReport,
  type PreparedPdf,
} from '@renxin/seal/pdf';
import { distinguishedNameOf, readCertificate } from '@renxin/seal/verify';
import { Refusal } from '../problem/index.js';
import type { DocumentDesk } from './desk.js';
import { invalidDocument } from './invalid.js';

/** The CMS in its place. @throws Refusal DOCUMENT_SIGNATURE_INVALID when it does not fit */
export function embedded(prepared: PreparedPdf, cms: Uint8Array): Uint8Array {
  try {
    return embedSignature(prepared, cms);
  } catch (error) {
    if (error instanceof PdfError)
      throw new Refusal('DOCUMENT_SIGNATURE_INVALID', { members: { reason: error.code } });
    throw error;
  }
}

/** What anybody would say of it. */
export async function judged(
  { international, clock, provider }: DocumentDesk,
  document: Uint8Array,
): Promise<PdfReport> {
  const { roots, revocationLists } = international;
  return verifyPdf({
    document,
    roots: { signers: roots, timeStamps: roots },
    now: clock(),
    crls: await revocationLists(),
    provider,
  });
}

/**
 * The last signature holds, in the party's name; its time may still be its own word.
 * @throws Refusal DOCUMENT_MOVED when it is over another state of the document, DOCUMENT_SIGNATURE_INVALID
 */
export async function requireSignedBy(
  desk: DocumentDesk,
  document: Uint8Array,
  party: string,
): Promise<PdfSignatureReport> {
  const report = await judged(desk, document);
  const own = report.signatures.at(-1);
  if (own === undefined) throw invalidDocument('PDF', report.code);
  const fault = own.checks.find(({ outcome }) => outcome === 'fail');
  if (fault?.code === 'DATA_HASH') throw new Refusal('DOCUMENT_MOVED');
  if (fault !== undefined) throw invalidDocument('PDF', fault.code);
  const needed = ['byte-range', 'changes', 'form', 'algorithms', 'signature', 'certificate'];
  if (!needed.every((step) => own.checks.some((check) => check.step === step && check.outcome === 'pass')))
    throw invalidDocument('PDF', 'NOT_CHECKED');
  const subject = own.signer === null ? undefined : readCertificate(own.signer.der).subject;
  if (subject === undefined || distinguishedNameOf(subject)?.serialNumber !== party)
    throw invalidDocument('PDF', 'SIGNER_KEY');
  return own;
}

/** With a time-stamp when the authority answers (B-T); else as it is (B-B), and a later time-stamp gives it its time. */
export async function stamped({ timeStamping }: DocumentDesk, cms: Uint8Array): Promise<Uint8Array> {
  return stampedCms(cms, (bytes) => timeStamping.ecdsa(bytes)).catch(() => cms);
}

/** The document for good (B-LTA): with what it takes to check it later, and a time-stamp over all of it. */
export async function completed(desk: DocumentDesk, document: Uint8Array): Promise<Uint8Array> {
  const { signatures } = await judged(desk, document);
  const own = signatures
    .flatMap(({ signer, stamped }) => [signer?.der, stamped?.authority.der])
    .filter((der) => der !== undefined);
  const data = await desk.international.validationData(own);
  const kept = addValidationData(document, {
    certificates: [...own, ...data.certificates],
    crls: data.crls,
    ocsps: data.responses,
    fields: signatures.map(({ field }) => field),
  });
  return stampPdf(kept, 'time-stamp', (...parts) => desk.timeStamping.ecdsa(Buffer.concat(parts)));
}
