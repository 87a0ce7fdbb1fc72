import { element, escapeXml } from '../xml/index.js';
import type { Colour, PageContent, PageObject, PathShape, PlacedImage, TextLine } from './content.js';

/** Resources of the document by their number in the content. */
export interface ResourceIds {
  readonly fonts: readonly number[];
  readonly images: readonly number[];
}

/** Content.xml of one page (GB/T 33190 7.7); `usual` when it has the size that the document names for its pages. */
export function pageXml(
  page: PageContent,
  usual: boolean,
  resources: ResourceIds,
  nextId: () => number,
): string {
  const layer = nextId();
  const objects = page.objects.map((object) => objectXml(object, page, resources, nextId()));
  return element(
    'ofd:Page',
    { 'xmlns:ofd': 'http://www.ofdspec.org/2016' },
    usual
      ? ''
      : element('ofd:Area', {}, element('ofd:PhysicalBox', {}, `0 0 ${mm(page.width)} ${mm(page.height)}`)),
    element('ofd:Content', {}, element('ofd:Layer', { ID: layer, Type: 'Body' }, ...objects)),
  );
}

function objectXml(object: PageObject, page: PageContent, resources: ResourceIds, id: number): string {
  switch (object.kind) {
    case 'text':
      return textXml(object, page, resources.fonts[object.font] ?? 0, id);
    case 'path':
      return pathXml(object, id);
    case 'image':
      return imageXml(object, resources.images[object.image] ?? 0, id);
  }
}

/** TextObject (GB/T 33190 11.2). A turned line has the page as its boundary and turns within it. */
function textXml(line: TextLine, page: PageContent, font: number, id: number): string {
  const { x, y, size, advances, colour, rise } = line;
  const width = advances.reduce((sum, each) => sum + each, 0) + Math.round(size * 1.2);
  const ascent = Math.round(size * 1.16);
  const boundary =
    rise === undefined
      ? `${mm(x)} ${mm(y - ascent)} ${mm(width)} ${mm(ascent + Math.round(size * 0.3))}`
      : `0 0 ${mm(page.width)} ${mm(page.height)}`;
  const turned = rise === undefined ? '' : ` CTM="${turn(rise, x, y)}"`;
  const delta = advances.length === 0 ? '' : ` DeltaX="${deltas(advances)}"`;
  return (
    `<ofd:TextObject ID="${String(id)}" Boundary="${boundary}" Font="${String(font)}" Size="${mm(size)}"${turned}>` +
    `<ofd:FillColor Value="${colour.join(' ')}"/>` +
    `<ofd:TextCode X="0" Y="${rise === undefined ? mm(ascent) : '0'}"${delta}>${escapeXml(line.text)}</ofd:TextCode></ofd:TextObject>`
  );
}

function turn(degrees: number, x: number, y: number): string {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [cos, -sin, sin, cos].map((each) => each.toFixed(6)).join(' ') + ` ${mm(x)} ${mm(y)}`;
}

/** Equal advances in a row are written as `g n d`. */
function deltas(advances: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < advances.length;) {
    const advance = advances[i] ?? 0;
    let end = i;
    while (end < advances.length && advances[end] === advance) end++;
    if (end - i > 3) parts.push(`g ${String(end - i)} ${mm(advance)}`);
    else for (let n = i; n < end; n++) parts.push(mm(advance));
    i = end;
  }
  return parts.join(' ');
}

/** PathObject (GB/T 33190 9.1): points are relative to the boundary, which reaches over the pen. */
function pathXml({ path, fill, stroke }: PathShape, id: number): string {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const [, ...numbers] of path)
    for (const [i, each] of numbers.entries()) (i % 2 === 0 ? xs : ys).push(each);
  const pad = stroke === undefined ? 0 : Math.ceil(stroke.width / 2);
  const [left, top] = [Math.min(...xs) - pad, Math.min(...ys) - pad];
  const [width, height] = [Math.max(...xs) + pad - left, Math.max(...ys) + pad - top];
  const data = path
    .map(([command, ...numbers]) =>
      [command, ...numbers.map((each, i) => mm(each - (i % 2 === 0 ? left : top)))].join(' '),
    )
    .join(' ');
  return element(
    'ofd:PathObject',
    {
      ID: id,
      Boundary: `${mm(left)} ${mm(top)} ${mm(width)} ${mm(height)}`,
      LineWidth: stroke === undefined ? undefined : mm(stroke.width),
      Stroke: stroke === undefined ? 'false' : 'true',
      Fill: fill === undefined ? 'false' : 'true',
    },
    fill === undefined ? '' : colourXml('ofd:FillColor', fill),
    stroke === undefined ? '' : colourXml('ofd:StrokeColor', stroke.colour),
    element('ofd:AbbreviatedData', {}, data),
  );
}

function imageXml({ x, y, width, height }: PlacedImage, resource: number, id: number): string {
  return element('ofd:ImageObject', {
    ID: id,
    Boundary: `${mm(x)} ${mm(y)} ${mm(width)} ${mm(height)}`,
    CTM: `${mm(width)} 0 0 ${mm(height)} 0 0`,
    ResourceID: resource,
  });
}

function colourXml(name: string, colour: Colour): string {
  return element(name, { Value: colour.join(' ') });
}

/** Millimetres of micrometres. */
export function mm(micrometres: number): string {
  return String(micrometres / 1000);
}
