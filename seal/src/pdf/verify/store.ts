import type { PdfDocument } from '../structure/document.js';
import { isDictionary, Stream } from '../syntax/objects.js';

/** The document's own validation data (ISO 32000-2 12.8.4.3), DER each; nothing about it has been verified. */
export interface Store {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

const MOST = 200;

/** Empty when there is none. @throws PdfError when it cannot be read */
export function storeOf(document: PdfDocument): Store {
  const store = document.get(document.catalog.get('DSS'));
  if (!isDictionary(store)) return { certificates: [], crls: [], ocsps: [] };
  const list = (key: string): Uint8Array[] =>
    document
      .array(store.get(key))
      .slice(0, MOST)
      .flatMap((ref) => {
        const stream = document.get(ref);
        return stream instanceof Stream ? [document.unpack(stream)] : [];
      });
  return { certificates: list('Certs'), crls: list('CRLs'), ocsps: list('OCSPs') };
}
