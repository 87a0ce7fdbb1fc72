import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import { writePdf } from '@renxin/seal/pdf';
import { fontsOf } from './fonts.js';
import type { Layout } from './layout-view.js';
import { objectsOf, textsOf } from './page-drawing.js';
import { textSetter } from './pdf-text.js';
import { sharedFont } from './shared-fonts.js';

export interface PdfOptions {
  /** What the layout was made from (terms, amendment, certificate): attached as content.json. */
  readonly content: Json;
  /** Stands in the PDF as its time of creation. The same layout, content and time give the same bytes. */
  readonly createdAt: Date;
  /** Stand in the document information under these names. */
  readonly custom?: ReadonlyMap<string, string>;
}

/**
 * Draws a layout as PDF/A-3b (ISO 19005-3) with embedded font subsets. The layout and what it was made from are attached
 * as layout.json and content.json, canonical JSON.
 * @throws GlyphMissing when the font lacks a character.
 */
export function renderPdf(layout: Layout, { content, createdAt, custom }: PdfOptions): Uint8Array {
  const fonts = fontsOf(textsOf(layout), [sharedFont(layout.template)]);
  const set = textSetter(fonts);
  const json = { type: 'application/json' };
  return writePdf({
    fonts,
    pages: layout.pages.map((page) => ({
      width: page.width,
      height: page.height,
      objects: objectsOf(page, set),
    })),
    description: {
      title: `${layout.title} ${layout.number}`,
      subject: layout.fingerprint,
      creator: layout.format,
      language: 'zh-CN',
      created: createdAt,
      ...(custom === undefined ? {} : { custom }),
      attachments: [
        { ...json, name: 'content.json', relationship: 'Data', bytes: canonicalBytes(content) },
        { ...json, name: 'layout.json', relationship: 'Supplement', bytes: canonicalBytes(layout) },
      ],
    },
  });
}
