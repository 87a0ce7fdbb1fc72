import { fromBase64url } from '@renxin/chaincode/canonical';
import { isSignatureBytes } from '@renxin/chaincode/messages';
import {
  BundleError,
  custody,
  CUSTODY,
  exportRecord,
  EXPORT,
  MANIFEST_SIGNATURE,
  manifestMessage,
  manifestSignature,
  matchManifest,
  openBundle,
  openCommitments,
  COMMITMENTS,
  parsePart,
  platformStatement,
  STATEMENT,
  type Custody,
  type Files,
  type Manifest,
  type ManifestSignature,
  type Openings,
} from '../../bundle/index.js';
import type { Context } from '../context.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';

/** The files of a bundle whose container is the one encoding of them. */
export interface Container {
  readonly files: Files;
}

/** The files of a bundle that are exactly those of its manifest. */
export interface Listed {
  readonly files: Files;
  readonly manifest: Manifest;
  /** SM3 of the manifest's bytes. */
  readonly manifestSm3: string;
}

export type ListedShown = Shown<'manifest', Listed>;
export type Exporter = Shown<'exporter-signature', ManifestSignature>;

/** Step `container`. */
export function checkContainer(bytes: Uint8Array): Finding<Container> {
  const files = openBundle(bytes);
  return { code: 'CONTAINER_OK', evidence: { files: files.size, bytes: bytes.length }, value: { files } };
}

/** Step `manifest`: no file was added, taken away or changed since it was written. */
export function checkManifest(context: Context, { files }: Container): Finding<Listed> {
  const { manifest, sm3 } = matchManifest(files, context.provider);
  const { ledger, contract, createdAt } = manifest;
  return {
    code: 'MANIFEST_OK',
    evidence: { files: manifest.files.length, sm3, ledger, contract, createdAt },
    value: { files, manifest, manifestSm3: sm3 },
  };
}

/** Step `exporter-signature`: who handed the bundle out signed its manifest; whose key it is, `exporter-key` asks. */
export function checkExporterSignature(context: Context, listed: ListedShown): Finding<ManifestSignature> {
  const file = parsePart(MANIFEST_SIGNATURE, manifestSignature, part(listed.files, MANIFEST_SIGNATURE));
  const evidence = { by: file.by, algorithm: file.key.algorithm };
  if (file.ledger !== listed.manifest.ledger) throw new Fault('OTHER_LEDGER', evidence);
  const signature = fromBase64url(file.signature);
  const message = manifestMessage(file.ledger, listed.manifestSm3);
  const holds =
    signature !== undefined &&
    isSignatureBytes(file.key.algorithm, signature) &&
    context.provider.verify(file.key, message, signature);
  if (!holds) throw new Fault('EXPORTER_SIGNATURE', evidence);
  return { code: 'EXPORTER_SIGNATURE_OK', evidence, value: file };
}

/** Step `commitments`: every commitment is the one of its salt and digest. What they are about, later steps compare. */
export function checkCommitments(context: Context, listed: ListedShown): Finding<Openings> {
  const openings = openCommitments(part(listed.files, COMMITMENTS), context.provider);
  return { code: 'COMMITMENTS_OK', value: openings };
}

/** Step `statement`: what platform and exporter say about themselves has its form and is about this contract. */
export function checkStatement(
  x: Examination,
  listed: ListedShown,
  exporter: Exporter,
): Finding<{ readonly custody: Custody }> {
  const { ledger, contract } = listed.manifest;
  const statement = parsePart(STATEMENT, platformStatement, part(listed.files, STATEMENT));
  const kept = parsePart(CUSTODY, custody, part(listed.files, CUSTODY));
  const evidence = {
    platform: statement.platform,
    sandbox: statement.sandbox,
    exportedBy: kept.by,
    purpose: kept.purpose,
  };
  if (statement.ledger !== ledger) throw new Fault('OTHER_LEDGER', evidence);
  if (kept.contract !== contract || kept.by !== exporter.by) throw new Fault('CUSTODY_DIFFERS', evidence);
  if (statement.sandbox.length > 0) x.leavesOpen('SANDBOX');
  return { code: 'STATEMENT_OK', evidence, value: { custody: kept } };
}

/** @throws BundleError PART_MISSING */
export function part(files: Files, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new BundleError('PART_MISSING', { path });
  return bytes;
}

export function readExport(listed: ListedShown): ReturnType<typeof exportRecord.parse> {
  return parsePart(EXPORT, exportRecord, part(listed.files, EXPORT));
}
