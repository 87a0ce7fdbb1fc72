import type { Place } from '@renxin/seal/pdf';
import type { DrawCertificate, DrawnCertificate } from '@renxin/wallets/e-certificate';
import { PAGE } from '../../labor-contract/document/geometry.js';
import type { Sm3 } from '../../labor-contract/document/layout.js';
import type { LayoutLine } from '../../labor-contract/document/layout-view.js';
import { layOutDisplay, type Display } from './lay-out.js';

/**
 * How this platform draws certificates: the same from the same.
 * @param address of the platform
 */
export function drawing(sm3: Sm3, address: () => string): DrawCertificate {
  return async (type, credential, copy, at) =>
    drawDisplay(layOutDisplay(type, credential, { sm3, demonstration: true, address: address() }, copy), at);
}

/** As OFD and as PDF with their time. Drawing needs a lot of code: a start does not wait for it. @throws GlyphMissing */
async function drawDisplay(display: Display, at: Date): Promise<DrawnCertificate> {
  const { renderOfd } = await import('../../labor-contract/document/ofd.js');
  const { renderPdf } = await import('../../labor-contract/document/pdf.js');
  const { layout, content, data, sealWords } = display;
  const options = { content, createdAt: at, custom: data };
  return {
    ofd: renderOfd(layout, options),
    pdf: renderPdf(layout, options),
    sealWords,
    stamp: async (seal, serial) => {
      const { renderSealStamp } = await import('./seal-stamp.js');
      const { picture } = seal.info;
      const size = { width: picture.width * 1000 + BESIDE, height: picture.height * 1000 + BELOW };
      return {
        stamp: renderSealStamp({ picture, at, serial }, size),
        place: placeOf(display, size),
      };
    },
  };
}

/** Micrometres that the stamp is wider and higher than the seal: below it stand time and certificate. */
const [BESIDE, BELOW] = [20_000, 7_000];

/** The seal is centred on its words; points from the lower left corner. */
function placeOf(
  { layout, sealWords }: Display,
  { width, height }: { readonly width: number; readonly height: number },
): Place {
  for (const [page, { lines }] of layout.pages.entries()) {
    const found = lines.findLast((line) => wordsOf(line) === sealWords);
    const [first, last] = [found?.runs[0], found?.runs.at(-1)];
    if (found === undefined || first === undefined || last === undefined) continue;
    const left = (first.x + last.x + last.width - width) / 2;
    const top = found.y - first.size * 0.38 - (height - BELOW) / 2;
    const [bottom, right] = [top + height, left + width];
    return {
      page,
      rectangle: [points(left), points(PAGE.height - bottom), points(right), points(PAGE.height - top)],
    };
  }
  throw new TypeError('a display without a place for its seal');
}

function wordsOf({ runs }: LayoutLine): string {
  return runs.map(({ text }) => text).join('');
}

/** Two digits are a hundredth of a millimetre. */
function points(micrometres: number): number {
  return Math.round((micrometres * 7200) / 25_400) / 100;
}
