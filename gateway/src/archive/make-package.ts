import { openBundle } from '@renxin/archive/bundle';
import {
  checkFourProperties,
  draftPackage,
  makePackage,
  type FourPropertyReport,
} from '@renxin/archive/package';
import { verify } from '@renxin/archive/verify';
import { canonicalBytes, toBase64url, toHex } from '@renxin/chaincode/canonical';
import { archiveRecord } from '@renxin/chaincode/contracts';
import { messageBytes, type MessageBody } from '@renxin/chaincode/messages';
import { unattended } from '../keys/key-ring.js';
import type { ContractFile } from '../labor-contract/contract-file.js';
import { commit } from '../labor-contract/desk.js';
import { exportBundle } from '../labor-contract/evidence.js';
import { Refusal } from '../problem/index.js';
import type { LaborContractServices } from '../services.js';
import type { ArchiveFile } from './archive-file.js';

/** A package with the place of its registration. */
export interface MadePackage {
  readonly bytes: Uint8Array;
  readonly file: ArchiveFile;
}

/**
 * The archive package of a concluded contract (docs/formats/archive-package.md): a bundle exported for the archive,
 * verified, described, checked by the four properties, signed, and registered on the ledger.
 * @throws Refusal CONTRACT_STATE, ARCHIVE_CHECK_FAILED with the failed items
 */
export async function makeArchivePackage(
  services: LaborContractServices,
  contract: ContractFile,
  madeFor: string,
): Promise<MadePackage> {
  const { desk, archives, exporter } = services;
  const bundle = await exportBundle(services, contract, 'archive');
  const organisation = await desk.organisationOf(desk.organisation);
  if (organisation === undefined) throw new Refusal('ORGANISATION_UNKNOWN');
  const createdAt = desk.clock().toISOString();
  const archive = `ar-${toHex(desk.random(8))}`;
  const about = {
    archive,
    fonds: organisation.uscc,
    title: `电子劳动合同 ${contract.contract}`,
    responsible: { id: desk.organisation, name: organisation.name },
    retention: '10-years' as const,
    security: 'internal' as const,
    access: 'controlled' as const,
    createdAt,
  };
  const { index, payload } = draftPackage(openBundle(bundle), about, desk.provider);
  const report = checkFourProperties(
    {
      payload,
      provider: desk.provider,
      evidence: await verdictOf(services, bundle),
      isKnown: (await archives.files.get(archive)) !== undefined,
      isRegistered: undefined,
    },
    { archive, stage: 'GD', by: desk.organisation, at: createdAt },
  );
  if (report.conclusion === 'failed')
    throw new Refusal('ARCHIVE_CHECK_FAILED', { members: { failed: failed(report) } });
  const activation = unattended('archive', desk.clock());
  const maker = { by: desk.organisation, signer: exporter, activation, provider: desk.provider };
  const bytes = await makePackage(payload, index, report, maker);
  const file = await register(services, {
    archive,
    contract: contract.contract,
    madeFor,
    createdAt,
    bytes,
    report,
    items: index.items.length,
  });
  return { bytes, file };
}

interface Registering {
  readonly archive: string;
  readonly contract: string;
  readonly madeFor: string;
  readonly createdAt: string;
  readonly bytes: Uint8Array;
  readonly report: FourPropertyReport;
  readonly items: number;
}

/** What opens the commitments is kept before the ledger has them. */
async function register(
  { desk, archives, exporter }: LaborContractServices,
  { archive, contract, madeFor, createdAt, bytes, report, items }: Registering,
): Promise<ArchiveFile> {
  const { provider } = desk;
  const digests = {
    sm3: commit(desk, provider.hash('SM3', bytes)),
    sha256: commit(desk, provider.hash('SHA-256', bytes)),
    report: commit(desk, provider.hash('SM3', canonicalBytes(report))),
  };
  const { digest: blob, change } = desk.blobs.keep(bytes);
  const file: ArchiveFile = {
    schema: 1,
    archive,
    contract,
    madeFor,
    blob,
    bytes: bytes.length,
    sm3: digests.sm3.opening.digest,
    createdAt,
    openings: {
      sm3: digests.sm3.opening,
      sha256: digests.sha256.opening,
      report: digests.report.opening,
    },
  };
  const { version } = await desk.store.write([change, archives.files.put(archive, file, 0)]);
  const body: MessageBody<'archive-record/register'> = {
    archive,
    by: desk.organisation,
    kind: 'labor-contract',
    version: 1,
    sm3: digests.sm3.commitment,
    sha256: digests.sha256.commitment,
    items,
    retention: '10-years',
    report: digests.report.commitment,
    at: createdAt,
  };
  const message = messageBytes('archive-record/register', desk.ledger.name, body);
  const activation = unattended('archive', desk.clock());
  const signed = await exporter.sign({ algorithm: exporter.key.algorithm, message, activation });
  const { at } = await desk.ledger.submit(archiveRecord.operations.register, {
    body,
    signature: toBase64url(signed),
  }); // the commit point
  const kept = { ...file, position: { txId: at.txId, index: at.index } };
  await desk.store.write([archives.files.put(archive, kept, version)]);
  return kept;
}

async function verdictOf(
  { desk, trust }: LaborContractServices,
  bytes: Uint8Array,
): Promise<'valid' | 'invalid' | 'undetermined'> {
  const believed = await trust();
  const options = { provider: desk.provider, now: desk.clock(), trust: believed };
  const [report] = await verify([{ name: 'contract.evidence.zip', bytes }], options);
  return report?.verdict ?? 'undetermined';
}

function failed({ items }: FourPropertyReport): string[] {
  return items.filter(({ result }) => result === 'fail').map(({ code }) => code);
}
