import { Refusal } from '../problem/index.js';

/** A signature inside a document does not hold, by the code of the step that says so. */
export function invalidDocument(form: 'OFD' | 'PDF', reason: string): Refusal {
  return new Refusal('DOCUMENT_SIGNATURE_INVALID', { members: { reason: `${form}_${reason}` } });
}
