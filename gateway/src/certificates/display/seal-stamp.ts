import type { SealInfo } from '@renxin/seal/eseal';
import { writePdf } from '@renxin/seal/pdf';
import { fontsOf, naturalWidth } from '../../labor-contract/document/fonts.js';
import { textSetter } from '../../labor-contract/document/pdf-text.js';

/** What is seen of an issuer's signature: its e-seal, and below it when and with which certificate. */
export interface SealStamp {
  readonly picture: SealInfo['picture'];
  /** By the signer's clock. */
  readonly at: Date;
  /** Serial number of the certificate, hexadecimal. */
  readonly serial: string;
}

/** Draws it as a PDF of one page with embedded fonts. @throws GlyphMissing; PictureError for a picture that is no PNG */
export function renderSealStamp(
  { picture, at, serial }: SealStamp,
  size: { readonly width: number; readonly height: number },
): Uint8Array {
  const seal = { width: picture.width * 1000, height: picture.height * 1000 };
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const words = [
    { text: `${local} UTC+8`, y: seal.height + 2_900 },
    { text: `证书 ${serial}`, y: seal.height + 5_800 },
  ];
  const fonts = fontsOf(words);
  const set = textSetter(fonts);
  return writePdf({
    fonts,
    images: [picture.data],
    pages: [
      {
        ...size,
        objects: [
          { kind: 'image', image: 0, x: (size.width - seal.width) / 2, y: 0, ...seal },
          ...words.flatMap(({ text, y }) => {
            const width = naturalWidth(text, SIZE, 'regular');
            return set({ text, x: (size.width - width) / 2, width, size: SIZE, tone: 'grey' }, y);
          }),
        ],
      },
    ],
  });
}

const SIZE = 2_100;
