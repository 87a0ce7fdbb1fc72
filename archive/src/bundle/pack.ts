import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import type { ConsistencyProof, LedgerProof } from '@renxin/network/proof';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, Signer } from '@renxin/seal/signer';
import { readContainer, writeContainer, type Files } from './container.js';
import { sm3Of } from './digests.js';
import {
  EXPORT,
  MANIFEST,
  MANIFEST_SIGNATURE,
  manifestMessage,
  manifestSignature,
  type ManifestSignature,
} from './manifest.js';
import { exportRecord } from './records.js';

/** The export command on the ledger, and what leads from the bundle's latest header to it. */
export interface ExportProof {
  /** Opens the command's commitment to SM3 of the manifest. */
  readonly salt: string;
  readonly proof: LedgerProof;
  readonly consistency: ConsistencyProof;
}

export interface BundleParts {
  /** From `layOut`. */
  readonly files: Files;
  /** From `manifestOf(files)`. */
  readonly manifest: Uint8Array;
  /** From `signManifest`. */
  readonly signature: ManifestSignature;
  readonly export: ExportProof;
}

/**
 * The exporting organisation signs the manifest with its registry key.
 * @param by the organisation's identifier on the ledger
 */
export async function signManifest(
  manifest: Uint8Array,
  about: { readonly ledger: string; readonly by: string },
  signer: Signer,
  activation: Activation,
  provider: CryptoProvider,
): Promise<ManifestSignature> {
  const message = manifestMessage(about.ledger, sm3Of(provider, manifest));
  const key: PublicKey = signer.key;
  const bytes = await signer.sign({ algorithm: key.algorithm, message, activation });
  return manifestSignature.parse({
    kind: 'renxin-manifest-signature',
    schema: 1,
    ...about,
    key,
    signature: toBase64url(bytes),
  });
}

/** The bundle's bytes: the same parts give the same bytes. @throws BundleError CONTAINER_LIMITS, CONTAINER_PATH */
export function packBundle(parts: BundleParts): Uint8Array {
  const record = exportRecord.parse({ kind: 'renxin-bundle-export', schema: 1, ...parts.export });
  const files = new Map(parts.files);
  files.set(MANIFEST, parts.manifest);
  files.set(MANIFEST_SIGNATURE, canonicalBytes(parts.signature));
  files.set(EXPORT, canonicalBytes(record));
  return writeContainer(files);
}

/** The files of a bundle, from the one encoding that they have. @throws BundleError CONTAINER_… */
export function openBundle(bytes: Uint8Array): Files {
  return readContainer(bytes);
}
