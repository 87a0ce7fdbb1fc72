import { fromBase64 } from './base64.js';
import { OfdError } from './error.js';
import { resolve } from './location.js';
import { numbersOf, readNode, type Node } from './node.js';
import type { Box } from './stamp.js';

/** Signature.xml as it was read; nothing about it has been verified. */
export interface SignatureFile {
  readonly path: string;
  readonly references: References;
  readonly stamps: readonly ReadStamp[];
  /** Path of Seal.esl; undefined when there is none. */
  readonly seal: string | undefined;
  /** Path of SignedValue.dat. */
  readonly value: string;
  /** SignatureDateTime, milliseconds since 1970: the signer's own clock. Undefined when it is not in a form that is read. */
  readonly claimedAt: number | undefined;
}

export interface References {
  /** As it is named: `SM3` or an OID. Undefined for a hash function that is not known. */
  readonly hash: 'SM3' | 'SHA-256' | undefined;
  readonly listed: readonly Reference[];
}

export interface Reference {
  readonly path: string;
  readonly digest: Uint8Array;
}

export interface ReadStamp {
  readonly pageRef: string;
  readonly boundary: Box;
  readonly clip: Box | undefined;
}

const HASHES: ReadonlyMap<string, 'SM3' | 'SHA-256'> = new Map([
  ['sm3', 'SM3'],
  ['1.2.156.10197.1.401', 'SM3'],
  // Seen in the wild for SM3 without a key.
  ['1.2.156.10197.1.401.1', 'SM3'],
  ['sha-256', 'SHA-256'],
  ['sha256', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
]);

/** @throws OfdError XML_…, OFD_FORMAT */
export function readSignatureFile(files: ReadonlyMap<string, Uint8Array>, path: string): SignatureFile {
  const root = readNode(files, path, 'Signature');
  const info = root.one('SignedInfo');
  const seal = info.optional('Seal')?.one('BaseLoc').text;
  return {
    path,
    references: referencesOf(info.one('References')),
    stamps: info.all('StampAnnot').map(stampOf),
    seal: seal === undefined ? undefined : resolve(seal, path),
    value: resolve(root.one('SignedValue').text, path),
    claimedAt: timeOf(info.optional('SignatureDateTime')?.text ?? ''),
  };
}

/** As GeneralizedTime (UTC, whole seconds): what we write, and others as well. */
function timeOf(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`,
  );
  return Number.isNaN(time) ? undefined : time;
}

function referencesOf(node: Node): References {
  const seen = new Set<string>();
  const listed = node.all('Reference').map((each) => {
    const path = resolve(each.required('FileRef'), node.path);
    const digest = fromBase64(each.one('CheckValue').text);
    if (digest?.length !== 32 || seen.has(path)) throw new OfdError('OFD_FORMAT', node.path);
    seen.add(path);
    return { path, digest };
  });
  return { hash: HASHES.get((node.attribute('CheckMethod') ?? 'MD5').toLowerCase()), listed };
}

function stampOf(node: Node): ReadStamp {
  const clip = node.attribute('Clip');
  return {
    pageRef: node.required('PageRef'),
    boundary: boxOf(node.required('Boundary'), node.path),
    clip: clip === undefined ? undefined : boxOf(clip, node.path),
  };
}

function boxOf(text: string, path: string): Box {
  const [x = 0, y = 0, width = 0, height = 0] = numbersOf(text, 4, path);
  return [x, y, width, height];
}
