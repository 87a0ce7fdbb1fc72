import { sameBytes } from '../asn1/index.js';
import type { CryptoProvider, HashAlgorithm } from '../crypto/provider.js';
import { fail, pass, type Check } from '../verify/check.js';
import { absolute } from './location.js';
import type { Ofd } from './read.js';
import type { SignatureFile } from './signature-file.js';

/** Digests of the files of a package, each computed once. */
export class Digests {
  readonly #ofd: Ofd;
  readonly #provider: CryptoProvider;
  readonly #known = new Map<string, Uint8Array>();

  constructor(ofd: Ofd, provider: CryptoProvider) {
    this.#ofd = ofd;
    this.#provider = provider;
  }

  /** Undefined when there is no such file. */
  of(path: string, hash: HashAlgorithm): Uint8Array | undefined {
    const bytes = this.#ofd.files.get(path);
    if (bytes === undefined) return undefined;
    const key = `${hash} ${path}`;
    const digest = this.#known.get(key) ?? this.#provider.hash(hash, bytes);
    this.#known.set(key, digest);
    return digest;
  }
}

/** Every file that is named is there with its digest. */
export function checkReferences(
  { references: { hash, listed } }: SignatureFile,
  digests: Digests,
): Check<'references', 'REFERENCE_ALG' | 'REFERENCE_HASH'> {
  if (hash === undefined) return fail('references', 'REFERENCE_ALG');
  for (const { path, digest } of listed) {
    const found = digests.of(path, hash);
    if (found === undefined || !sameBytes(found, digest))
      return fail('references', 'REFERENCE_HASH', { path: absolute(path), present: found !== undefined });
  }
  return pass('references', { hash, files: listed.length });
}

/** Every file is named, but for the signature itself, the list of signatures and what later signatures added. */
export function checkCoverage(
  { files, signatureList }: Ofd,
  { path, value, references }: SignatureFile,
  addedLater: ReadonlySet<string>,
): Check<'coverage', 'UNCOVERED_FILE'> {
  const named = new Set(references.listed.map((each) => each.path));
  const uncovered = [...files.keys()].filter(
    (file) =>
      !named.has(file) && file !== path && file !== value && file !== signatureList && !addedLater.has(file),
  );
  return uncovered.length === 0
    ? pass('coverage', { files: files.size })
    : fail('coverage', 'UNCOVERED_FILE', {
        files: uncovered.slice(0, 8).map(absolute),
        count: uncovered.length,
      });
}
