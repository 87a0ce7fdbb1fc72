import { OfdError } from '../error.js';
import { resolve } from '../location.js';
import { readNode, type Node } from '../node.js';
import type { Ofd } from '../read.js';

/** Fonts, images, pens and composite drawings that pages name (GB/T 33190 7.9), by their ID. */
export interface Resources {
  readonly fonts: ReadonlyMap<string, DocumentFont>;
  /** Paths of images in the package. */
  readonly images: ReadonlyMap<string, string>;
  readonly pens: ReadonlyMap<string, Node>;
  readonly composites: ReadonlyMap<string, Node>;
  /** How many numbers a colour of this space has. */
  readonly colourSpaces: ReadonlyMap<string, 'GRAY' | 'RGB' | 'CMYK'>;
}

export interface DocumentFont {
  readonly id: string;
  readonly bold: boolean;
  readonly italic: boolean;
  /** An embedded font (sfnt); undefined where the document relies on the viewer's. */
  readonly bytes: Uint8Array | undefined;
}

/** What every page has, and with `page` what that one names besides. @throws OfdError XML_…, OFD_FORMAT */
export function resourcesOf(ofd: Ofd, page?: Node): Resources {
  const common = readNode(ofd.files, ofd.document, 'Document').one('CommonData');
  const listed = [
    ...[...common.all('PublicRes'), ...common.all('DocumentRes')].map((each) => ({
      each,
      from: ofd.document,
    })),
    ...(page?.all('PageRes') ?? []).map((each) => ({ each, from: page?.path ?? '' })),
  ];
  const found = {
    fonts: new Map(),
    images: new Map(),
    pens: new Map(),
    composites: new Map(),
    colourSpaces: new Map(),
  };
  for (const { each, from } of listed) take(ofd.files, resolve(each.text, from), found);
  return found;
}

interface Taken {
  readonly fonts: Map<string, DocumentFont>;
  readonly images: Map<string, string>;
  readonly pens: Map<string, Node>;
  readonly composites: Map<string, Node>;
  readonly colourSpaces: Map<string, 'GRAY' | 'RGB' | 'CMYK'>;
}

function take(files: Ofd['files'], path: string, found: Taken): void {
  // Documents are met that name a file of resources they do not have.
  if (!files.has(path)) return;
  const res = readNode(files, path, 'Res');
  const base = res.attribute('BaseLoc');
  // BaseLoc is a folder: a name in it stands for files beside that.
  const within = base === undefined ? path : resolve(`${base}/x`, path);
  const items = (group: string, name: string): readonly Node[] =>
    res.all(group).flatMap((each) => each.all(name));
  for (const font of items('Fonts', 'Font'))
    found.fonts.set(font.required('ID'), fontOf(files, font, within));
  for (const media of items('MultiMedias', 'MultiMedia'))
    if (media.required('Type') === 'Image')
      found.images.set(media.required('ID'), resolve(media.one('MediaFile').text, within));
  for (const pen of items('DrawParams', 'DrawParam')) found.pens.set(pen.required('ID'), pen);
  for (const unit of items('CompositeGraphicUnits', 'CompositeGraphicUnit'))
    found.composites.set(unit.required('ID'), unit);
  for (const space of items('ColorSpaces', 'ColorSpace')) {
    const type = space.required('Type');
    if (type === 'GRAY' || type === 'RGB' || type === 'CMYK')
      found.colourSpaces.set(space.required('ID'), type);
  }
}

function fontOf(files: Ofd['files'], font: Node, base: string): DocumentFont {
  const file = font.optional('FontFile')?.text;
  const bytes = file === undefined ? undefined : files.get(resolve(file, base));
  if (file !== undefined && bytes === undefined) throw new OfdError('OFD_FORMAT', font.path);
  const said = (name: string): boolean => font.attribute(name) === 'true';
  return {
    id: font.required('ID'),
    bold: said('Bold'),
    italic: said('Italic'),
    bytes: bytes !== undefined && isFont(bytes) ? bytes : undefined,
  };
}

const MOST_FONT_BYTES = 16 * 1024 * 1024;

/** TrueType or OpenType by its first bytes; browsers check the rest before they use it. */
function isFont(bytes: Uint8Array): boolean {
  const tag = bytes.subarray(0, 4).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length <= MOST_FONT_BYTES && [0x00010000, 0x4f54544f, 0x74727565].includes(tag);
}
