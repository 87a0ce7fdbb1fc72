import { readSeal } from '@renxin/seal/eseal';
import {
  drawOfd,
  imageOfSeal,
  type CheckedImage,
  type DocumentFont,
  type DrawnPage,
  type DrawnShape,
  type DrawnStamp,
} from '@renxin/seal/ofd';
import { NotDrawn, type Mark, type OpenDocument, type VectorSheet } from './sheet';

/** An OFD as sheets of SVG. Fonts and images are those of the document, checked, under addresses of this page alone. */
export async function openOfd(bytes: Uint8Array): Promise<OpenDocument> {
  const drawing = drawOfd(bytes);
  const pictures = new Pictures();
  const fonts = await fontsOf(drawing.fonts);
  const sheets = drawing.pages.map(({ width, height }, index): VectorSheet => {
    const stamps = drawing.stamps.filter(({ page }) => page === index);
    return {
      kind: 'vector',
      width,
      height,
      draw: () => drawing.page(index),
      stamps,
      families: fonts.families,
      addressOf: (image) => pictures.addressOf(image),
      marks: async () => stamps.map((stamp) => markOf(stamp, width, height)),
      words: async () => wordsOf(drawing.page(index).shapes),
    };
  });
  const close = (): void => {
    pictures.close();
    fonts.close();
  };
  return { sheets, close };
}

/** A seal by itself, as it would be stamped, in its size. */
export async function openSeal(bytes: Uint8Array): Promise<OpenDocument> {
  const { info } = unreadable(() => readSeal(bytes));
  const image = imageOfSeal(info.picture);
  if (image === undefined) throw new NotDrawn('PICTURE_NOT_SHOWN');
  const { width, height } = info.picture;
  if (!(width >= 1 && height >= 1 && width <= 200 && height <= 200)) throw new NotDrawn('PAGE_SIZE');
  const pictures = new Pictures();
  const [across, down] = [width + 2 * MARGIN, height + 2 * MARGIN];
  const stamp: DrawnStamp = {
    signature: 1,
    page: 0,
    boundary: [MARGIN, MARGIN, width, height],
    clip: undefined,
    image,
  };
  const nothing: DrawnPage = { shapes: [], incomplete: 0 };
  const sheet: VectorSheet = {
    kind: 'vector',
    width: across,
    height: down,
    draw: () => nothing,
    stamps: [stamp],
    families: new Map(),
    addressOf: (each) => pictures.addressOf(each),
    marks: async () => [],
    words: async () => info.name,
  };
  return { sheets: [sheet], close: () => pictures.close() };
}

/** Millimetres of paper around a seal. */
const MARGIN = 6;

/** Addresses of images for as long as they are shown. */
class Pictures {
  readonly #addresses = new Map<CheckedImage, string>();

  addressOf(image: CheckedImage): string {
    const known = this.#addresses.get(image);
    if (known !== undefined) return known;
    const address = URL.createObjectURL(new Blob([new Uint8Array(image.bytes)], { type: image.type }));
    this.#addresses.set(image, address);
    return address;
  }

  close(): void {
    for (const address of this.#addresses.values()) URL.revokeObjectURL(address);
    this.#addresses.clear();
  }
}

let opened = 0;

/** Fonts under names of our own. One that the browser does not take is left out: its own shows the words. */
async function fontsOf(
  fonts: readonly DocumentFont[],
): Promise<{ families: ReadonlyMap<string, string>; close: () => void }> {
  const document = ++opened;
  const families = new Map<string, string>();
  const faces: FontFace[] = [];
  for (const [i, { id, bytes }] of fonts.slice(0, 64).entries()) {
    if (bytes === undefined) continue;
    const family = `renxin-ofd-${document}-${i}`;
    const face = new FontFace(family, new Uint8Array(bytes));
    const taken = await face.load().then(
      () => true,
      () => false,
    );
    if (!taken) continue;
    globalThis.document.fonts.add(face);
    faces.push(face);
    families.set(id, family);
  }
  return { families, close: () => faces.forEach((face) => globalThis.document.fonts.delete(face)) };
}

function markOf({ signature, boundary, clip }: DrawnStamp, width: number, height: number): Mark {
  const [x, y, w, h] = boundary;
  const [left, top, across, down] = clip ?? [0, 0, w, h];
  return {
    of: { signature },
    left: (100 * (x + left)) / width,
    top: (100 * (y + top)) / height,
    width: (100 * across) / width,
    height: (100 * down) / height,
  };
}

/** What is written on a page, a line for each height, in the order in which it is drawn. */
function wordsOf(shapes: readonly DrawnShape[]): string {
  let words = '';
  let line = Number.NaN;
  const read = (each: DrawnShape, top: number): void => {
    if (each.kind === 'group') for (const inner of each.shapes) read(inner, top + each.y);
    if (each.kind !== 'text') return;
    const y = top + (each.ys[0] ?? 0);
    words += words === '' ? each.text : (Math.abs(y - line) < each.size / 2 ? ' ' : '\n') + each.text;
    line = y;
  };
  for (const shape of shapes) read(shape, 0);
  return words;
}

function unreadable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new NotDrawn('SEAL_UNREADABLE', { cause });
  }
}
