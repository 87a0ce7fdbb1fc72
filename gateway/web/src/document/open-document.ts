import type { Drawable } from './contained';
import type { OpenDocument } from './sheet';

/** Opens a document to be looked at; what draws it is loaded when it is needed first. @throws with a code */
export async function openDocument({ kind, bytes }: Drawable): Promise<OpenDocument> {
  switch (kind) {
    case 'pdf':
      return (await import('./pdf-document')).openPdf(bytes);
    case 'ofd':
      return (await import('./ofd-document')).openOfd(bytes);
    case 'seal':
      return (await import('./ofd-document')).openSeal(bytes);
  }
}
