import type { Context, Believed } from '../context.js';
import type { Examination, Shown } from '../examination.js';
import type { PdfShown } from '../pdf/index.js';
import { checkDocument, type DocumentShown } from './document.js';
import type { DocumentParts } from './parts.js';
import { checkCertificate, checkPagesShown, checkSignature, type SignatureShown } from './signature.js';
import { checkAuthority, checkStamp, type TrustedTime } from './time-stamp.js';

export type { DocumentParts, DocumentShown, SignatureShown, TrustedTime };

/** What the steps over one signing have shown, each as far as it held. */
export interface DocumentEvidence {
  readonly document: DocumentShown | undefined;
  readonly worker: SignatureShown | undefined;
  readonly employer: SignatureShown | undefined;
  readonly pagesShown: Shown<'pages-shown', { readonly digest: string }> | undefined;
  readonly times: {
    readonly sm2: Shown<'time-stamp-authority-sm2', TrustedTime> | undefined;
    readonly ecdsa: Shown<'time-stamp-authority-ecdsa', TrustedTime> | undefined;
  };
}

/**
 * The steps over one signing: the document, the time-stamps, then the signatures at the time that the stamps have shown.
 * The order is the security argument: a signature is judged at a trusted time, never at its own.
 */
export async function examineDocument(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  parts: DocumentParts | undefined,
  inside?: PdfShown,
): Promise<DocumentEvidence> {
  const document = await x.step('document', [parts], (all) => checkDocument(context, all, inside));
  const sm2Stamp = await x.step('time-stamp-sm2', [document], (set) =>
    checkStamp(context, believed, 'sm2', set),
  );
  const ecdsaStamp = await x.step('time-stamp-ecdsa', [document], (set) =>
    checkStamp(context, believed, 'ecdsa', set),
  );
  const sm2 = await x.step('time-stamp-authority-sm2', [sm2Stamp], (stamp) =>
    checkAuthority(x, believed, 'sm2', stamp),
  );
  const ecdsa = await x.step('time-stamp-authority-ecdsa', [ecdsaStamp], (stamp) =>
    checkAuthority(x, believed, 'ecdsa', stamp),
  );
  const worker = await x.step('worker-signature', [document], (set) =>
    checkSignature(context, believed, 'worker', set, [sm2, ecdsa]),
  );
  const employer = await x.step('employer-signature', [document], (set) =>
    checkSignature(context, believed, 'employer', set, [sm2, ecdsa]),
  );
  const pagesShown = await x.step('pages-shown', [document, worker, employer], (set, one, other) =>
    checkPagesShown(context, set, one, other),
  );
  await x.step('worker-certificate', [worker], (signature) => checkCertificate(x, believed, signature));
  await x.step('employer-certificate', [employer], (signature) => checkCertificate(x, believed, signature));
  if (document !== undefined && worker !== undefined && employer !== undefined)
    x.proves('DOCUMENT_UNCHANGED');
  return { document, worker, employer, pagesShown, times: { sm2, ecdsa } };
}
