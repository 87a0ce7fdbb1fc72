import { dictionary, Name, Stream, type Ref } from '../syntax/objects.js';
import type { PdfContent, PdfPage } from './content.js';
import { addDescription } from './description.js';
import { FileBody } from './file-body.js';
import { addFont, preparedFont, type PreparedFont } from './font.js';
import { addImage } from './image.js';
import { operators } from './operators.js';
import { points } from './points.js';

/**
 * A PDF (ISO 32000-1), not signed; with a description PDF/A-3b (ISO 19005-3). Text and fonts are not packed, so that their
 * bytes do not depend on a compressor. The same content gives the same bytes.
 * @throws TypeError when a font lacks a character that is set in it; PictureError for an image that is no whole PNG
 */
export function writePdf({ pages, fonts, images = [], description }: PdfContent): Uint8Array {
  const file = new FileBody();
  const [catalog, tree] = [file.reserve(), file.reserve()];
  const prepared = fonts.map(preparedFont);
  const resources = file.add(
    dictionary({
      Font: dictionary(Object.fromEntries(prepared.map((font, i) => [`F${i}`, addFont(file, font)]))),
      XObject: dictionary(Object.fromEntries(images.map((png, i) => [`I${i}`, addImage(file, png)]))),
    }),
  );
  const kids = pages.map((page) => addPage(file, page, tree, resources, prepared));
  file.set(tree, dictionary({ Type: new Name('Pages'), Count: kids.length, Kids: kids }));
  const described = description === undefined ? undefined : addDescription(file, description);
  file.set(catalog, dictionary({ Type: new Name('Catalog'), Pages: tree, ...described?.catalog }));
  return file.finish(dictionary({ Root: catalog, ...described?.trailer }));
}

function addPage(
  file: FileBody,
  page: PdfPage,
  tree: Ref,
  resources: Ref,
  fonts: readonly PreparedFont[],
): Ref {
  return file.add(
    dictionary({
      Type: new Name('Page'),
      Parent: tree,
      MediaBox: [0, 0, points(page.width), points(page.height)],
      Resources: resources,
      Contents: file.add(new Stream(new Map(), new TextEncoder().encode(operators(page, fonts)))),
    }),
  );
}
