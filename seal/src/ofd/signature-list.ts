import { element } from '../xml/index.js';
import { OfdError } from './error.js';
import { absolute } from './location.js';
import { readNode } from './node.js';
import { ofdOf, ROOT, type Ofd } from './read.js';
import { readSignatureFile } from './signature-file.js';
import { DECLARATION, utf8, XMLNS } from './write.js';

/** Signatures.xml of a document to which a signature is added, and where that stands. */

/** A document is closed when a signature names the list of signatures. */
export function requireOpen(ofd: Ofd, list: string): void {
  for (const { path } of ofd.signatures) {
    const { references } = readSignatureFile(ofd.files, path);
    if (references.listed.some((each) => each.path === list)) throw new OfdError('OFD_CLOSED', path);
  }
}

export function listPathOf({ document }: Ofd): string {
  return `${document.slice(0, document.lastIndexOf('/') + 1)}Signs/Signatures.xml`;
}

/** Signatures and stamps share one row of numbers. @throws OfdError OFD_FORMAT */
export function lastIdOf({ files, signatureList }: Ofd): number {
  if (signatureList === undefined) return 0;
  const text = readNode(files, signatureList, 'Signatures').optional('MaxSignId')?.text ?? 's0';
  const number = /^[a-zA-Z]?(\d{1,9})$/.exec(text)?.[1];
  if (number === undefined) throw new OfdError('OFD_FORMAT', signatureList);
  return Number(number);
}

/** xs:ID does not begin with a digit. */
export function idText(number: number): string {
  return `s${String(number).padStart(3, '0')}`;
}

export function freeFolder(files: ReadonlyMap<string, Uint8Array>, base: string, from: number): string {
  for (let number = from; ; number++) {
    const folder = `${base}Sign_${String(number)}/`;
    if (![...files.keys()].some((path) => path.toLowerCase().startsWith(folder.toLowerCase()))) return folder;
  }
}

/** OFD.xml with the place of the list behind DocRoot, its other bytes as they were. */
export function withList({ files }: Ofd, location: string): Uint8Array {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(files.get(ROOT));
  const end = /<\/((?:[^\s:<>/]+:)?)DocRoot\s*>/.exec(text);
  if (end === null) throw new OfdError('OFD_FORMAT', ROOT);
  const at = end.index + end[0].length;
  const named = `<${end[1] ?? ''}Signatures>${location}</${end[1] ?? ''}Signatures>`;
  const changed = utf8(text.slice(0, at) + named + text.slice(at));
  // A comment may hold such an end as well: what was written is read again.
  if (
    ofdOf(new Map(files).set(ROOT, changed).set(location.slice(1), EMPTY_LIST)).signatureList !==
    location.slice(1)
  )
    throw new OfdError('OFD_FORMAT', ROOT);
  return changed;
}

export function listXml(
  signatures: readonly { readonly id: string; readonly type: string; readonly path: string }[],
  last: number,
): Uint8Array {
  const listed = signatures.map(({ id, type, path }) =>
    element('ofd:Signature', { ID: id, Type: type, BaseLoc: absolute(path) }),
  );
  const max = element('ofd:MaxSignId', {}, idText(last));
  return utf8(DECLARATION + element('ofd:Signatures', XMLNS, max, ...listed));
}

const EMPTY_LIST = utf8(element('ofd:Signatures', XMLNS));
