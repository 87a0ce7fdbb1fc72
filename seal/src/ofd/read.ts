import { namesIn, readZip, writeZip } from '../zip/index.js';
import { sameBytes } from '../asn1/index.js';
import { OfdError, refusing } from './error.js';
import { resolve } from './location.js';
import { nodeOf, numbersOf, readNode, type Node } from './node.js';

/** What an OFD may hold; more is refused. */
export const limits = {
  bytes: 64 * 1024 * 1024,
  entries: 2048,
  path: 256,
  pages: 5000,
  signatures: 64,
} as const;

export const ROOT = 'OFD.xml';

/** `Creator` of documents and `ProviderName` of signatures that this format writes. */
export const CREATOR = 'renxin-ofd-v1';
export const PROVIDER = 'renxin-ofd-v1';

/** An OFD as it was read; nothing about its signatures has been verified. */
export interface Ofd {
  /** By path from the root, without a leading slash. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly info: DocumentInformation;
  /** Path of Document.xml. */
  readonly document: string;
  readonly pages: readonly OfdPage[];
  /** Path of Signatures.xml; undefined for a document that is not made to be signed yet. */
  readonly signatureList: string | undefined;
  /** In the order of the list. */
  readonly signatures: readonly ListedSignature[];
}

export interface DocumentInformation {
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly author: string | undefined;
  readonly subject: string | undefined;
  readonly creator: string | undefined;
  readonly creationDate: string | undefined;
  /** CustomDatas. */
  readonly custom: ReadonlyMap<string, string>;
}

export interface OfdPage {
  readonly id: string;
  readonly path: string;
  /** Width and height in millimetres. */
  readonly width: number;
  readonly height: number;
}

export interface ListedSignature {
  readonly id: string;
  /** `Sign` carries no seal. */
  readonly type: 'Seal' | 'Sign';
  readonly path: string;
}

/**
 * Opens an OFD (docs/formats/ofd.md): container, document information, pages and the list of signatures.
 * @throws OfdError CONTAINER_…, XML_…, OFD_FORMAT
 */
export function openOfd(bytes: Uint8Array): Ofd {
  const { files } = refusing(undefined, () => readZip(bytes, limits));
  const ofd = ofdOf(files);
  if (isOurs(ofd) && !sameBytes(writeZip(files), bytes)) throw new OfdError('CONTAINER_NOT_CANONICAL');
  return ofd;
}

/** Whether the last to write the package was this format: by the last signature's provider, without one the creator. */
function isOurs({ files, info, signatures }: Ofd): boolean {
  const last = signatures.at(-1);
  if (last === undefined) return info.creator === CREATOR;
  try {
    const provider = readNode(files, last.path, 'Signature').one('SignedInfo').one('Provider');
    return provider.attribute('ProviderName') === PROVIDER;
  } catch (error) {
    if (!(error instanceof OfdError)) throw error;
    return true;
  }
}

/** True for a ZIP that has OFD.xml, or, when its directory cannot be read, begins as an OFD does. Judges nothing. */
export function looksLikeOfd(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b || bytes[2] !== 3 || bytes[3] !== 4) return false;
  const length = (bytes[26] ?? 0) + 256 * (bytes[27] ?? 0);
  const first = new TextDecoder('latin1').decode(bytes.subarray(30, 30 + length));
  return namesIn(bytes).includes(ROOT) || first === ROOT || /^Doc_\d+\//.test(first);
}

/** The same for files that are unpacked already. */
export function ofdOf(files: ReadonlyMap<string, Uint8Array>): Ofd {
  const root = readNode(files, ROOT, 'OFD');
  const body = root.one('DocBody');
  const document = resolve(body.one('DocRoot').text, ROOT);
  const signatures = body.optional('Signatures');
  const signatureList = signatures === undefined ? undefined : resolve(signatures.text, ROOT);
  return {
    files,
    info: informationOf(body.one('DocInfo')),
    document,
    pages: pagesOf(files, readNode(files, document, 'Document')),
    signatureList,
    signatures: signatureList === undefined ? [] : listOf(readNode(files, signatureList, 'Signatures')),
  };
}

function informationOf(info: Node): DocumentInformation {
  const custom = new Map<string, string>();
  for (const each of info.optional('CustomDatas')?.all('CustomData') ?? [])
    custom.set(each.required('Name'), each.text);
  const text = (name: string): string | undefined => info.optional(name)?.text;
  return {
    id: text('DocID'),
    title: text('Title'),
    author: text('Author'),
    subject: text('Subject'),
    creator: text('Creator'),
    creationDate: text('CreationDate'),
    custom,
  };
}

function pagesOf(files: ReadonlyMap<string, Uint8Array>, document: Node): readonly OfdPage[] {
  const usual = document.one('CommonData').optional('PageArea');
  const listed = document.one('Pages').all('Page');
  if (listed.length === 0 || listed.length > limits.pages) throw new OfdError('OFD_FORMAT', document.path);
  const ids = new Set<string>();
  return listed.map((page) => {
    const id = page.required('ID');
    const path = resolve(page.required('BaseLoc'), document.path);
    const bytes = files.get(path);
    if (ids.has(id) || bytes === undefined) throw new OfdError('OFD_FORMAT', document.path);
    ids.add(id);
    const area = areaOf(bytes) ? nodeOf(bytes, path, 'Page').optional('Area') : undefined;
    const box = (area ?? usual)?.one('PhysicalBox');
    const [, , width = 210, height = 297] = box === undefined ? [] : numbersOf(box.text, 4, box.path);
    return { id, path, width, height };
  });
}

/** Whether a page may have an area of its own: pages are read only for that. */
function areaOf(bytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 65_536));
  return /:?Area[\s>]/.test(head);
}

function listOf(list: Node): readonly ListedSignature[] {
  const listed = list.all('Signature');
  if (listed.length > limits.signatures) throw new OfdError('OFD_FORMAT', list.path);
  const seen = new Set<string>();
  return listed.map((each) => {
    const type = each.attribute('Type') ?? 'Seal';
    const path = resolve(each.required('BaseLoc'), list.path);
    if ((type !== 'Seal' && type !== 'Sign') || seen.has(path)) throw new OfdError('OFD_FORMAT', list.path);
    seen.add(path);
    return { id: each.required('ID'), type, path };
  });
}
