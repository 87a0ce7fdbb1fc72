import { canonicalBytes, fromBase64url, toBase64url, type Json } from '@renxin/chaincode/canonical';
import { ContractError, type CommandRef } from '@renxin/chaincode/kernel';
import type { Committed } from '@renxin/network';
import type { StateProof } from '@renxin/network/proof';
import { commitment } from '@renxin/seal/crypto';
import { Refusal, type AnyCode } from '../problem/index.js';
import type { DocumentDesk } from '../sealed-documents/index.js';
import type { Blobs, Change, JsonRecord, JsonRecords, RecordStore } from '../store/index.js';
import type { ContractFile, contractFile, contractNumber, priorContract } from './contract-file.js';
import type { DocumentPress } from './press.js';
import type { IdentityRecords } from './identities.js';
import type { LaterStamps } from '../time-stamping/later-stamps.js';
import type { Turns } from './turns.js';

/** What the use cases of labor contracts work with, at one organisation's gateway. */
export interface Desk extends DocumentDesk {
  /** The organisation whose gateway this is. */
  readonly organisation: string;
  readonly store: RecordStore;
  readonly files: JsonRecords<typeof contractFile>;
  readonly blobs: Blobs;
  readonly identities: IdentityRecords;
  /** Terms of contracts that were concluded, by employer and worker: what the rules must know of earlier ones. */
  readonly pairs: JsonRecords<typeof priorContract>;
  /** Which contract has which number, by employer and SM3 of the number. */
  readonly numbers: JsonRecords<typeof contractNumber>;
  readonly turns: Turns;
  /** What is told before signing, with SM3 of its canonical bytes. */
  readonly disclosure: {
    readonly text: string;
    readonly version: number;
    readonly sm3: string;
    readonly body: unknown;
  };
  readonly press: DocumentPress;
  /** Time-stamps that come later when an authority is out. */
  readonly later: Pick<LaterStamps, 'stampOrLater'>;
  /** The address of the verification desk: stands in a QR code on what is signed. */
  readonly verificationDesk: () => string;
  /** A registered organisation, as the ledger has it. */
  readonly organisationOf: (
    identifier: string,
  ) => Promise<{ readonly name: string; readonly uscc: string } | undefined>;
  /** Proof of the contract's record, or of its absence, at the latest block. */
  readonly proveContract: (contract: string) => Promise<StateProof>;
  readonly random: (length: number) => Uint8Array;
}

/** Who asks: the registered party of the session. */
export interface Asker {
  readonly identifier: string;
  readonly role: string;
}

export type Loaded = JsonRecord<ContractFile>;

/** The file of a contract for one of its parties. Others get the same answer as for a contract that does not exist. */
export async function load(desk: Desk, contract: string, asker: Asker): Promise<Loaded> {
  const found = await desk.files.get(contract);
  if (found === undefined || partyRole(found.value, asker) === undefined)
    throw new Refusal('CONTRACT_UNKNOWN');
  return found;
}

export function partyRole(file: ContractFile, asker: Asker): 'worker' | 'employer' | undefined {
  if (asker.identifier === file.worker) return 'worker';
  return asker.identifier === file.employer ? 'employer' : undefined;
}

/**
 * Keeps what a command needs, runs the command (the commit point), and keeps where it stands. The file is written first,
 * because it holds the salts that open what the ledger will hold; when the rules refuse, it is put back. After a crash
 * between the two, the same request again finds the same file and the ledger answers the same. A command that the ledger
 * took earlier changes nothing: the file stays as it was.
 * @param needed written before the command, for example documents
 * @param followed written after it: what is only so because the ledger took it
 */
export async function commitStep<I extends Json, O extends Json>(
  desk: Desk,
  before: Loaded | undefined,
  after: ContractFile,
  command: CommandRef<I, O>,
  input: I,
  needed: readonly Change[] = [],
  followed: readonly Change[] = [],
): Promise<{ file: ContractFile; committed: Committed<O> }> {
  const key = after.contract;
  const { version } = await desk.store.write([...needed, desk.files.put(key, after, before?.version ?? 0)]);
  let committed: Committed<O>;
  try {
    committed = await desk.ledger.submit(command, input); // the commit point
  } catch (error) {
    if (error instanceof ContractError) await putBack(desk, key, before, version);
    throw error;
  }
  if (before !== undefined && isRepeated(before.value, command.name, committed)) {
    await putBack(desk, key, before, version);
    return { file: before.value, committed };
  }
  const { at, height, time } = committed;
  const file = { ...after, steps: [...after.steps, { operation: command.name, ...at, height, time }] };
  await desk.store.write([...followed, desk.files.put(key, file, version)]);
  return { file, committed };
}

/** The ledger answers a repeated command with the time at which it first took it: that step is in the file already. */
function isRepeated(file: ContractFile, operation: string, { result }: Committed<Json>): boolean {
  const { at } = result as { readonly at?: string };
  return file.steps.some((step) => step.operation === operation && step.time === at);
}

async function putBack(desk: Desk, key: string, before: Loaded | undefined, version: number): Promise<void> {
  const change =
    before === undefined ? desk.files.delete(key, version) : desk.files.put(key, before.value, version);
  await desk.store.write([change]);
}

/** @throws Refusal with `code` when `digest` is not what the commitment was made over. */
export function requireOpening(
  desk: Pick<Desk, 'provider'>,
  committed: string,
  opening: { salt: string; digest: string },
  digest: Uint8Array,
  code: AnyCode,
): void {
  const salt = fromBase64url(opening.salt);
  const fits =
    salt?.length === 32 &&
    toBase64url(digest) === opening.digest &&
    commitment(desk.provider, salt, digest) === committed;
  if (!fits) throw new Refusal(code);
}

/** A fresh commitment of the gateway's own, with what opens it. */
export function commit(
  desk: Desk,
  digest: Uint8Array,
): { commitment: string; opening: { salt: string; digest: string } } {
  const salt = desk.random(32);
  return {
    commitment: commitment(desk.provider, salt, digest),
    opening: { salt: toBase64url(salt), digest: toBase64url(digest) },
  };
}

export function sm3(desk: Desk, value: Uint8Array): Uint8Array {
  return desk.provider.hash('SM3', value);
}

export function sm3OfJson(desk: Desk, value: unknown): Uint8Array {
  return desk.provider.hash('SM3', canonicalBytes(value));
}

/** Today at the place of work: China Standard Time has no other offset than UTC+8. */
export function today(desk: Desk): string {
  return new Date(desk.clock().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
