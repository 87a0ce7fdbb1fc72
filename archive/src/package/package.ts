import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import {
  dateInChina,
  identifier,
  isSignatureBytes,
  publicKey,
  recordId,
  signature,
} from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, Signer } from '@renxin/seal/signer';
import { z } from 'zod';
import { parsePart } from '../bundle/canonical-part.js';
import type { Files } from '../bundle/container.js';
import { sm3Of } from '../bundle/digests.js';
import { BundleError } from '../bundle/error.js';
import { readBag, SIGNATURE, TAG_MANIFEST, tagFilesOf, writeBag, type Bag } from './bag.js';
import {
  describe,
  EVENTS,
  EVIDENCE,
  INDEX,
  INDEX_XML,
  indexXml,
  packageIndex,
  processEvents,
  REPORT,
  type PackageIndex,
  type ProcessEvents,
} from './description.js';
import { fourPropertyReport, type FourPropertyReport } from './four-property/report.js';

export const packageSignature = z.strictObject({
  kind: z.literal('renxin-package-signature'),
  schema: z.literal(1),
  ledger: identifier,
  archive: recordId,
  by: identifier,
  key: publicKey,
  signature,
});

export type PackageSignature = z.infer<typeof packageSignature>;

/** What the organisation that makes a package signs: SM3 of the tag manifest, which lists everything. */
export function packageMessage(ledger: string, archive: string, tagManifestSm3: string): Uint8Array {
  return canonicalBytes({
    renxin: '1',
    kind: 'archive/package',
    ledger,
    body: { archive, tagManifest: tagManifestSm3 },
  });
}

/** The payload but the report: the files of the evidence bundle, and what describes them. */
export function payloadOf(evidence: Files, index: PackageIndex, events: ProcessEvents): Files {
  return new Map([...underEvidence(evidence), ...describe(index, events)]);
}

/** The files of an evidence bundle at their places in a package. */
export function underEvidence(evidence: Files): Map<string, Uint8Array> {
  return new Map([...evidence].map(([path, bytes]) => [EVIDENCE + path, bytes]));
}

export interface PackageMaker {
  readonly by: string;
  readonly signer: Signer;
  readonly activation: Activation;
  readonly provider: CryptoProvider;
}

/** The package's bytes. @throws BundleError CONTAINER_LIMITS, CONTAINER_PATH; z.ZodError for a report of another form */
export async function makePackage(
  payload: Files,
  index: PackageIndex,
  report: FourPropertyReport,
  { by, signer, activation, provider }: PackageMaker,
): Promise<Uint8Array> {
  const whole = new Map(payload).set(REPORT, canonicalBytes(fourPropertyReport.parse(report)));
  const bag: Bag = { name: index.archive, payload: whole, info: infoOf(index) };
  const { ledger, archive } = index;
  const tagManifest = tagFilesOf(bag, provider).get(TAG_MANIFEST) ?? new Uint8Array();
  const message = packageMessage(ledger, archive, sm3Of(provider, tagManifest));
  const bytes = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
  const signed: PackageSignature = {
    kind: 'renxin-package-signature',
    schema: 1,
    ledger,
    archive,
    by,
    key: signer.key,
    signature: toBase64url(bytes),
  };
  return writeBag(bag, canonicalBytes(packageSignature.parse(signed)), provider);
}

/** A package whose parts are whole and fit together; whose key signed it, and whether its evidence holds, is not said yet. */
export interface OpenedPackage {
  readonly index: PackageIndex;
  readonly events: ProcessEvents;
  readonly report: FourPropertyReport;
  readonly signature: PackageSignature;
  readonly tagManifestSm3: string;
  /** The evidence bundle's files by their own paths. */
  readonly evidence: Files;
  readonly payload: Files;
}

/**
 * @throws BundleError CONTAINER_…, BAG_…, PART_MISSING, PART_MALFORMED, PACKAGE_FILE_EXTRA, PACKAGE_DIFFERS with the path
 */
export function openPackage(bytes: Uint8Array, provider: CryptoProvider): OpenedPackage {
  const bag = readBag(bytes, provider);
  const { payload, unlisted } = bag;
  for (const path of unlisted.keys()) {
    if (path !== SIGNATURE) throw new BundleError('PACKAGE_FILE_EXTRA', { path });
  }
  const own = [INDEX, INDEX_XML, EVENTS, REPORT];
  for (const path of payload.keys()) {
    if (!path.startsWith(EVIDENCE) && !own.includes(path))
      throw new BundleError('PACKAGE_FILE_EXTRA', { path });
  }
  const index = parsePart(INDEX, packageIndex, part(payload, INDEX));
  const events = parsePart(EVENTS, processEvents, part(payload, EVENTS));
  const report = parsePart(REPORT, fourPropertyReport, part(payload, REPORT));
  const signed = parsePart(SIGNATURE, packageSignature, part(unlisted, SIGNATURE));
  const about = [bag.name, events.archive, report.archive, signed.archive];
  if (about.some((archive) => archive !== index.archive))
    throw new BundleError('PACKAGE_DIFFERS', { path: INDEX });
  if (signed.ledger !== index.ledger) throw new BundleError('PACKAGE_DIFFERS', { path: SIGNATURE });
  if (!isSame(bag.info, infoOf(index))) throw new BundleError('PACKAGE_DIFFERS', { path: 'bag-info.txt' });
  if (!isSame([...part(payload, INDEX_XML)], [...indexXml(index)])) {
    throw new BundleError('PACKAGE_DIFFERS', { path: INDEX_XML });
  }
  const evidence = new Map(
    [...payload]
      .filter(([path]) => path.startsWith(EVIDENCE))
      .map(([path, content]) => [path.slice(EVIDENCE.length), content]),
  );
  const tagManifestSm3 = sm3Of(provider, bag.tagManifest);
  return { index, events, report, signature: signed, tagManifestSm3, evidence, payload };
}

/** True when the signature is of the key that it carries. */
export function isSignedByItsKey(
  { signature: signed, tagManifestSm3 }: OpenedPackage,
  provider: CryptoProvider,
): boolean {
  const bytes = fromBase64url(signed.signature);
  const message = packageMessage(signed.ledger, signed.archive, tagManifestSm3);
  return (
    bytes !== undefined &&
    isSignatureBytes(signed.key.algorithm, bytes) &&
    provider.verify(signed.key, message, bytes)
  );
}

/** bag-info.txt (RFC 8493 section 2.2.2), from the index. */
function infoOf(index: PackageIndex): [string, string][] {
  return [
    ['Source-Organization', index.responsible.name],
    ['Bagging-Date', dateInChina(index.createdAt)],
    ['External-Identifier', index.archivalCode],
    ['External-Description', index.title],
    ['Internal-Sender-Identifier', index.archive],
  ];
}

function part(files: Files, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new BundleError('PART_MISSING', { path });
  return bytes;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
