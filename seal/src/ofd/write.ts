import { element, escapeXml } from '../xml/index.js';
import { writeZip } from '../zip/index.js';
import type { Attachment, OfdContent } from './content.js';
import { NAMESPACE } from './node.js';
import { mm, pageXml, type ResourceIds } from './objects.js';
import { CREATOR } from './read.js';

/** An OFD (docs/formats/ofd.md, "Document"), not signed. The same content gives the same bytes. */
export function writeOfd(content: OfdContent): Uint8Array {
  return writeZip(filesOf(content));
}

/** Its files by path. */
export function filesOf(content: OfdContent): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const put = (path: string, xml: string): void => void files.set(path, utf8(DECLARATION + xml));
  const { fonts, images = [], pages, attachments = [] } = content;
  let last = 0;
  const nextId = (): number => ++last;
  const resources: ResourceIds = { fonts: fonts.map(nextId), images: images.map(nextId) };
  const pageIds = pages.map(nextId);

  put('OFD.xml', rootXml(content));
  put('Doc_0/PublicRes.xml', fontsXml(content, resources));
  fonts.forEach(({ bytes }, i) => files.set(`Doc_0/Res/font_${String(i)}.ttf`, bytes));
  if (images.length > 0) put('Doc_0/DocumentRes.xml', imagesXml(resources));
  images.forEach((bytes, i) => files.set(`Doc_0/Res/image_${String(i)}.png`, bytes));
  pages.forEach((page, i) => {
    const usual = page.width === pages[0]?.width && page.height === pages[0].height;
    put(`Doc_0/${pagePath(i)}`, pageXml(page, usual, resources, nextId));
  });
  for (const { name, bytes } of attachments) files.set(`Doc_0/Attachs/${name}`, bytes);
  if (attachments.length > 0) put('Doc_0/Attachs/Attachments.xml', attachmentsXml(attachments, content));
  put('Doc_0/Document.xml', documentXml(content, pageIds, last));
  return files;
}

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const XMLNS = { 'xmlns:ofd': NAMESPACE } as const;

function rootXml({ id, title, author, subject, created, custom }: OfdContent): string {
  const text = (name: string, value: string | undefined): string =>
    value === undefined ? '' : element(`ofd:${name}`, {}, escapeXml(value));
  const datas = [...(custom ?? [])].map(([Name, value]) =>
    element('ofd:CustomData', { Name }, escapeXml(value)),
  );
  const info = element(
    'ofd:DocInfo',
    {},
    text('DocID', id),
    text('Title', title),
    text('Author', author),
    text('Subject', subject),
    text('CreationDate', dayOf(created)),
    text('ModDate', dayOf(created)),
    text('Creator', CREATOR),
    text('CreatorVersion', '1'),
    datas.length === 0 ? '' : element('ofd:CustomDatas', {}, ...datas),
  );
  return element(
    'ofd:OFD',
    { ...XMLNS, Version: '1.0', DocType: 'OFD' },
    element('ofd:DocBody', {}, info, text('DocRoot', 'Doc_0/Document.xml')),
  );
}

function documentXml(content: OfdContent, pageIds: readonly number[], last: number): string {
  const { pages, images = [], attachments = [] } = content;
  const first = pages[0];
  const common = element(
    'ofd:CommonData',
    {},
    element('ofd:MaxUnitID', {}, String(last)),
    element(
      'ofd:PageArea',
      {},
      element('ofd:PhysicalBox', {}, `0 0 ${mm(first?.width ?? 0)} ${mm(first?.height ?? 0)}`),
    ),
    element('ofd:PublicRes', {}, 'PublicRes.xml'),
    images.length === 0 ? '' : element('ofd:DocumentRes', {}, 'DocumentRes.xml'),
  );
  const listed = pageIds.map((ID, i) => element('ofd:Page', { ID, BaseLoc: pagePath(i) }));
  return element(
    'ofd:Document',
    XMLNS,
    common,
    element('ofd:Pages', {}, ...listed),
    attachments.length === 0 ? '' : element('ofd:Attachments', {}, 'Attachs/Attachments.xml'),
  );
}

function fontsXml({ fonts }: OfdContent, { fonts: ids }: ResourceIds): string {
  const listed = fonts.map(({ name, family, bold }, i) =>
    element(
      'ofd:Font',
      { ID: ids[i] ?? 0, FontName: name, FamilyName: family, Bold: bold ? 'true' : undefined },
      element('ofd:FontFile', {}, `font_${String(i)}.ttf`),
    ),
  );
  return element('ofd:Res', { ...XMLNS, BaseLoc: 'Res' }, element('ofd:Fonts', {}, ...listed));
}

function imagesXml({ images }: ResourceIds): string {
  const listed = images.map((ID, i) =>
    element(
      'ofd:MultiMedia',
      { ID, Type: 'Image', Format: 'PNG' },
      element('ofd:MediaFile', {}, `image_${String(i)}.png`),
    ),
  );
  return element('ofd:Res', { ...XMLNS, BaseLoc: 'Res' }, element('ofd:MultiMedias', {}, ...listed));
}

function attachmentsXml(attachments: readonly Attachment[], { created }: OfdContent): string {
  const listed = attachments.map(({ name, format, bytes }, i) =>
    element(
      'ofd:Attachment',
      {
        ID: `attachment-${String(i)}`,
        Name: name,
        Format: format,
        CreationDate: `${created.toISOString().slice(0, 19)}`,
        // Kilobytes (GB/T 33190 20.2).
        Size: String(Math.ceil(bytes.length / 1.024) / 1000),
        Visible: 'false',
      },
      element('ofd:FileLoc', {}, name),
    ),
  );
  return element('ofd:Attachments', XMLNS, ...listed);
}

function pagePath(i: number): string {
  return `Pages/Page_${String(i)}/Content.xml`;
}

/** xs:date in China's time. */
function dayOf(time: Date): string {
  return new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
