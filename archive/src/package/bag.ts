import { sha512 } from '@noble/hashes/sha2.js';
import { compareCodeUnits, toHex } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { readContainer, writeContainer, type Files } from '../bundle/container.js';
import { BundleError } from '../bundle/error.js';

/**
 * A bag of BagIt 1.0 (RFC 8493) in one ZIP with one folder: payload below `data/`, manifests in SHA-256 and SHA-512, and
 * one in SM3 as a tag file of our own. The same content gives the same bytes. docs/formats/archive-package.md
 */
export interface Bag {
  /** The one folder of the ZIP. */
  readonly name: string;
  /** Payload by path below `data/`. */
  readonly payload: Files;
  /** Labels and values of bag-info.txt, in order, without Payload-Oxum. */
  readonly info: readonly (readonly [label: string, value: string])[];
}

/** A bag that was read, with the bytes of the tag manifest over which a package is signed. */
export interface OpenedBag extends Bag {
  readonly tagManifest: Uint8Array;
  /** Files beside the manifests that these do not list. */
  readonly unlisted: Files;
}

const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const OXUM = 'Payload-Oxum';
/** Folders in a bag: its own, `data`, and up to five below. */
const DEPTH = 8;

/** Signed and therefore made last: what the tag manifests do not list. */
export const SIGNATURE = 'signature.json';

/** The tag files and manifests of a bag, but the signature. */
export function tagFilesOf(bag: Bag, provider: CryptoProvider): Files {
  const tags = new Map<string, Uint8Array>();
  tags.set('bagit.txt', utf8(DECLARATION));
  tags.set('bag-info.txt', utf8(infoText(bag)));
  const payload = new Map([...bag.payload].map(([path, bytes]) => [`data/${path}`, bytes]));
  for (const [name, hash] of manifests(provider)) tags.set(name('manifest'), manifestOf(payload, hash));
  tags.set(
    'sm3-manifest.txt',
    manifestOf(payload, (bytes) => provider.hash('SM3', bytes)),
  );
  const listed = new Map(tags);
  for (const [name, hash] of manifests(provider)) tags.set(name('tagmanifest'), manifestOf(listed, hash));
  return tags;
}

/** What the signature is over. */
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';

/** @throws BundleError CONTAINER_LIMITS, CONTAINER_PATH */
export function writeBag(bag: Bag, signature: Uint8Array, provider: CryptoProvider): Uint8Array {
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of tagFilesOf(bag, provider)) files.set(`${bag.name}/${path}`, bytes);
  for (const [path, bytes] of bag.payload) files.set(`${bag.name}/data/${path}`, bytes);
  files.set(`${bag.name}/${SIGNATURE}`, signature);
  return writeContainer(files, DEPTH);
}

/**
 * Reads a bag and refuses every other form of it: its tag files are made again from the payload and must be the same
 * bytes, so that nothing in a package is free but what is signed.
 * @throws BundleError CONTAINER_…, BAG_FOLDER, BAG_INFO, BAG_MANIFEST with the path
 */
export function readBag(bytes: Uint8Array, provider: CryptoProvider): OpenedBag {
  const files = readContainer(bytes, DEPTH);
  const names = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
  const [name] = names;
  if (names.size !== 1 || name === undefined) throw new BundleError('BAG_FOLDER');
  const payload = new Map<string, Uint8Array>();
  const tags = new Map<string, Uint8Array>();
  for (const [path, content] of files) {
    const inside = path.slice(name.length + 1);
    if (inside.startsWith('data/')) payload.set(inside.slice(5), content);
    else tags.set(inside, content);
  }
  const info = readInfo(tags.get('bag-info.txt'));
  const bag: Bag = { name, payload, info };
  const made = tagFilesOf(bag, provider);
  for (const [path, content] of made) {
    const found = tags.get(path);
    if (found === undefined || !sameBytes(found, content)) throw new BundleError('BAG_MANIFEST', { path });
  }
  const unlisted = new Map([...tags].filter(([path]) => !made.has(path)));
  return { ...bag, tagManifest: made.get(TAG_MANIFEST) ?? new Uint8Array(), unlisted };
}

/** True when a ZIP seems to be a bag: its first entry stands in a folder with a declaration. */
export function looksLikeBag(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 200)).includes('/bag-info.txt');
}

function manifests(provider: CryptoProvider) {
  return [
    [(kind: string) => `${kind}-sha256.txt`, (bytes: Uint8Array) => provider.hash('SHA-256', bytes)],
    [(kind: string) => `${kind}-sha512.txt`, (bytes: Uint8Array) => sha512(bytes)],
  ] as const;
}

/** Lines of digest and path, sorted by path (RFC 8493 section 2.1.3). */
function manifestOf(files: Files, hash: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const lines = [...files]
    .sort(([a], [b]) => compareCodeUnits(a, b))
    .map(([path, bytes]) => `${toHex(hash(bytes))}  ${path}\n`);
  return utf8(lines.join(''));
}

function infoText({ info, payload }: Bag): string {
  const octets = [...payload.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const lines = [...info, [OXUM, `${octets}.${payload.size}`] as const];
  return lines.map(([label, value]) => `${label}: ${value}\n`).join('');
}

/** @throws BundleError BAG_INFO */
function readInfo(bytes: Uint8Array | undefined): Bag['info'] {
  const text = new TextDecoder().decode(bytes ?? new Uint8Array());
  const lines = text.split('\n').slice(0, -1);
  const info = lines.map((line) => {
    const match = /^([A-Za-z][A-Za-z-]{0,63}): (\S.{0,999})$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) throw new BundleError('BAG_INFO');
    return [match[1], match[2]] as const;
  });
  if (info.length === 0 || info.at(-1)?.[0] !== OXUM) throw new BundleError('BAG_INFO');
  return info.slice(0, -1);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
