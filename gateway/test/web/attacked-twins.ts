import { openOfd } from '@renxin/seal/ofd';
import { writeZip } from '@renxin/seal/zip';
import assert from 'node:assert/strict';

/** An artefact of the demonstration, attacked: which one, what stands beside it, how, and the code that names it. */
export interface AttackedTwin {
  readonly file: string;
  readonly beside?: readonly string[];
  readonly attack: string;
  readonly code: string;
  change(bytes: Uint8Array): Uint8Array;
}

/** Each artefact that has pages or is a seal, a credential or a bundle, with at least one twin. */
export const attackedTwins: readonly AttackedTwin[] = [
  {
    file: 'contract.pdf',
    attack: 'one byte of what is signed',
    code: 'DATA_HASH',
    change: (bytes) => flipped(bytes, 2000),
  },
  {
    file: 'contract.pdf',
    attack: 'an added revision',
    code: 'CHANGE_CATALOG',
    change: withRevision,
  },
  {
    file: 'contract.ofd',
    attack: 'one byte of a page',
    code: 'REFERENCE_HASH',
    change: (bytes) =>
      inOfd(bytes, 'Doc_0/Pages/Page_0/Content.xml', (xml) => xml.replace('Size="', 'Size="1')),
  },
  {
    file: 'contract.ofd',
    attack: 'a moved stamp',
    code: 'DATA_HASH',
    change: (bytes) =>
      inOfd(bytes, 'Doc_0/Signs/Sign_1/Signature.xml', (xml) => xml.replace('Boundary="', 'Boundary="1')),
  },
  {
    file: 'contract.ofd',
    attack: 'a swapped seal',
    code: 'SEAL_FILE_MISMATCH',
    change: (bytes) => {
      const files = new Map(openOfd(bytes).files);
      files.set('Doc_0/Signs/Sign_1/Seal.esl', flipped(files.get('Doc_0/Signs/Sign_1/Seal.esl'), 200));
      return writeZip(files);
    },
  },
  {
    file: 'contract.ofd',
    attack: 'a file that nobody signed',
    code: 'UNCOVERED_FILE',
    change: (bytes) => writeZip(new Map(openOfd(bytes).files).set('Doc_0/added.xml', utf8('<a/>'))),
  },
  {
    file: 'seal.esl',
    beside: ['seal.state-proof.json'],
    attack: 'another name',
    code: 'SEAL_SIG',
    change: (bytes) => replaced(bytes, '演示', '演云'),
  },
  {
    file: 'contract.evidence.zip',
    attack: 'one byte',
    code: 'CONTAINER_NOT_CANONICAL',
    change: (bytes) => flipped(bytes, bytes.length >> 1),
  },
  {
    file: 'certificate.vc.json',
    beside: ['certificate.vc.status.json'],
    attack: 'another assessor',
    code: 'PROOF_SIGNATURE',
    change: (bytes) => replaced(bytes, '演示职业', '演云职业'),
  },
  {
    file: 'certificate.ofd',
    attack: 'one byte of a page',
    code: 'REFERENCE_HASH',
    change: (bytes) =>
      inOfd(bytes, 'Doc_0/Pages/Page_0/Content.xml', (xml) => xml.replace('Size="', 'Size="1')),
  },
  {
    file: 'certificate.pdf',
    attack: 'an added revision',
    code: 'CHANGE_CATALOG',
    change: withRevision,
  },
  {
    file: 'archive.zip',
    beside: ['archive.registration.json'],
    attack: 'one byte',
    code: 'CONTAINER_NOT_CANONICAL',
    change: (bytes) => flipped(bytes, bytes.length >> 1),
  },
];

function flipped(bytes: Uint8Array | undefined, at: number): Uint8Array {
  assert.ok(bytes !== undefined && bytes.length > at);
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** The first place of these words holds others of the same length. */
function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const at = Buffer.from(bytes).indexOf(from);
  assert.ok(at >= 0 && utf8(from).length === utf8(to).length, from);
  const changed = bytes.slice();
  changed.set(utf8(to), at);
  return changed;
}

/** An OFD with one of its files changed, in a container that is sound. */
function inOfd(bytes: Uint8Array, path: string, change: (xml: string) => string): Uint8Array {
  const files = new Map(openOfd(bytes).files);
  const before = new TextDecoder().decode(files.get(path));
  const after = change(before);
  assert.notEqual(after, before, path);
  return writeZip(files.set(path, utf8(after)));
}

/** A PDF with an incremental update that puts another object in the place of its first page's content. */
function withRevision(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const before = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1];
  const root = [...text.matchAll(/\/Root (\d+ 0 R)/g)].at(-1)?.[1];
  const size = [...text.matchAll(/\/Size (\d+)/g)].at(-1)?.[1];
  const page = /(\d+) 0 obj\s*<<[^>]*?\/Type \/Page\b/.exec(text)?.[1];
  assert.ok(before !== undefined && root !== undefined && size !== undefined && page !== undefined);
  const object = `${page} 0 obj\n<</Type /Page>>\nendobj\n`;
  const at = bytes.length;
  const entry = `${String(at).padStart(10, '0')} 00000 n \n`;
  const table = `xref\n${page} 1\n${entry}trailer\n<</Size ${size} /Root ${root} /Prev ${before}>>\n`;
  return Buffer.concat([bytes, utf8(`${object}${table}startxref\n${at + object.length}\n%%EOF\n`)]);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
