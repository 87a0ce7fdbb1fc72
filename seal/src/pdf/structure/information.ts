import { isDictionary, PdfString, textOf } from '../syntax/objects.js';
import { openPdf } from './document.js';

/**
 * The texts of the document information (ISO 32000-2 14.3.3) of the first revision: what every signature covers.
 * @throws PdfError
 */
export function informationOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const [first] = openPdf(bytes).revisions;
  const document = openPdf(bytes.subarray(0, first?.end));
  const information = document.get(document.trailer.get('Info'));
  const texts = new Map<string, string>();
  for (const [name, value] of isDictionary(information) ? information : []) {
    const text = document.get(value);
    if (text instanceof PdfString) texts.set(name, textOf(text));
  }
  return texts;
}
