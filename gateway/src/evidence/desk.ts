import type { Ledger } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import type { Blobs, JsonRecord, JsonRecords, RecordStore } from '../store/index.js';
import type { Turns } from '../labor-contract/turns.js';
import { Refusal } from '../problem/index.js';
import type { EvidenceFile, evidenceFile } from './evidence-file.js';

/** What the use cases of evidence work with, at the gateway of an arbitration commission or a court. */
export interface EvidenceDesk {
  /** The organisation whose gateway this is. */
  readonly organisation: string;
  readonly ledger: Ledger;
  readonly store: RecordStore;
  readonly files: JsonRecords<typeof evidenceFile>;
  readonly blobs: Blobs;
  readonly turns: Turns;
  /** This organisation's registry key: signs what it receives and hands on. */
  readonly signer: Signer;
  /** The signed trust file by which bundles are verified. */
  readonly trust: () => Promise<Uint8Array>;
  /** Base URL of another organisation's gateway; undefined for one that is not known. */
  readonly gatewayOf: (organisation: string) => string | undefined;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

/** Evidence that was handed over to this organisation. @throws Refusal EVIDENCE_UNKNOWN */
export async function receivedEvidence(
  desk: EvidenceDesk,
  name: string,
): Promise<JsonRecord<EvidenceFile> & { readonly received: NonNullable<EvidenceFile['received']> }> {
  const found = await desk.files.get(name);
  const received = found?.value.received;
  if (found === undefined || received?.at === undefined) throw new Refusal('EVIDENCE_UNKNOWN');
  return { ...found, received };
}

/** Only the organisation itself looks into its evidence. @throws Refusal NOT_ENTITLED */
export function assertOwn(desk: EvidenceDesk, party: { readonly identifier: string }): void {
  if (party.identifier !== desk.organisation) throw new Refusal('NOT_ENTITLED');
}
