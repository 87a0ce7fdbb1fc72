import { canonicalBytes, compareCodeUnits } from '@renxin/chaincode/canonical';
import { identifier, instant, publicKey, recordId, signature } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { parsePart } from './canonical-part.js';
import { digestsOf, hasDigests, measured, sm3Of } from './digests.js';
import { BundleError } from './error.js';
import type { Files } from './container.js';

export const MANIFEST = 'manifest.json';
export const MANIFEST_SIGNATURE = 'manifest.signature.json';
export const EXPORT = 'export.json';

/** The three files that the manifest cannot list: itself and what is made over it. */
export const afterManifest: readonly string[] = [MANIFEST, MANIFEST_SIGNATURE, EXPORT];

export const manifest = z.strictObject({
  kind: z.literal('renxin-evidence-manifest'),
  schema: z.literal(1),
  ledger: identifier,
  contract: recordId,
  createdAt: instant,
  /** Sorted by path (UTF-16 code units), each path once. */
  files: z.array(measured.extend({ path: z.string().max(96) })).max(512),
});

export const manifestSignature = z.strictObject({
  kind: z.literal('renxin-manifest-signature'),
  schema: z.literal(1),
  ledger: identifier,
  by: identifier,
  key: publicKey,
  signature,
});

export type Manifest = z.infer<typeof manifest>;
export type ManifestSignature = z.infer<typeof manifestSignature>;

/** The canonical manifest of these files, whose SM3 the exporter signs and anchors. */
export function manifestOf(
  files: Files,
  about: { readonly ledger: string; readonly contract: string; readonly createdAt: string },
  provider: CryptoProvider,
): Uint8Array {
  const listed = [...files]
    .filter(([path]) => !afterManifest.includes(path))
    .sort(([a], [b]) => compareCodeUnits(a, b))
    .map(([path, bytes]) => ({ path, ...digestsOf(provider, bytes), bytes: bytes.length }));
  return canonicalBytes(
    manifest.parse({ kind: 'renxin-evidence-manifest', schema: 1, ...about, files: listed }),
  );
}

/** What the exporting organisation signs with its registry key: `archive/bundle` over SM3 of the manifest. */
export function manifestMessage(ledger: string, manifestSm3: string): Uint8Array {
  return canonicalBytes({ renxin: '1', kind: 'archive/bundle', ledger, body: { manifest: manifestSm3 } });
}

/** A manifest that was found to list exactly the files present, each with its size and both digests. */
export interface MatchedManifest {
  readonly manifest: Manifest;
  readonly sm3: string;
}

/**
 * Compares the manifest with the files of the bundle.
 * @throws BundleError MANIFEST_MALFORMED, MANIFEST_FILE_MISSING, MANIFEST_FILE_EXTRA, MANIFEST_DIGEST
 */
export function matchManifest(files: Files, provider: CryptoProvider): MatchedManifest {
  const bytes = files.get(MANIFEST);
  if (bytes === undefined) throw new BundleError('MANIFEST_FILE_MISSING', { path: MANIFEST });
  const parsed = parseManifest(bytes);
  const listed = new Set(parsed.files.map(({ path }) => path));
  for (const path of files.keys()) {
    if (!listed.has(path) && !afterManifest.includes(path))
      throw new BundleError('MANIFEST_FILE_EXTRA', { path });
  }
  for (const entry of parsed.files) {
    const file = files.get(entry.path);
    if (file === undefined) throw new BundleError('MANIFEST_FILE_MISSING', { path: entry.path });
    if (file.length !== entry.bytes || !hasDigests(provider, file, entry)) {
      throw new BundleError('MANIFEST_DIGEST', { path: entry.path });
    }
  }
  return { manifest: parsed, sm3: sm3Of(provider, bytes) };
}

function parseManifest(bytes: Uint8Array): Manifest {
  let parsed: Manifest;
  try {
    parsed = parsePart(MANIFEST, manifest, bytes);
  } catch (error) {
    throw new BundleError('MANIFEST_MALFORMED', { path: MANIFEST, cause: error });
  }
  const paths = parsed.files.map(({ path }) => path);
  const ordered = paths.every((path, i) => i === 0 || compareCodeUnits(paths[i - 1] ?? '', path) < 0);
  if (!ordered || paths.some((path) => afterManifest.includes(path)))
    throw new BundleError('MANIFEST_MALFORMED', { path: MANIFEST });
  return parsed;
}
