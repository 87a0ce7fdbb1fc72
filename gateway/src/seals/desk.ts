import { canonicalBytes, fromBase64url, toBase64url, type Json } from '@renxin/chaincode/canonical';
import { sealRecord, type sealRecords } from '@renxin/chaincode/contracts';
import { messageBytes, type MessageBody, type MessageKind, type PublicKey } from '@renxin/chaincode/messages';
import type { Committed, Ledger } from '@renxin/network';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';
import type { Outlines } from '@renxin/seal/picture';
import type { Signer } from '@renxin/seal/signer';
import type { Opening, Receipt } from '@renxin/wallets/api';
import { unattended } from '../keys/key-ring.js';
import type { Turns } from '../labor-contract/turns.js';
import { Refusal } from '../problem/index.js';
import type { JsonRecord, JsonRecords, RecordStore } from '../store/index.js';
import type { SealFile, sealFile, useFile } from './seal-file.js';

/** What the use cases of e-seals work with, at an organisation that decides about them and has them made. */
export interface SealDesk {
  readonly organisation: string;
  readonly ledger: Ledger;
  readonly store: RecordStore;
  readonly files: JsonRecords<typeof sealFile>;
  /** By seal and use. */
  readonly uses: JsonRecords<typeof useFile>;
  readonly turns: Turns;
  /** The organisation's registry key. */
  readonly signer: Signer;
  readonly maker: {
    readonly signer: Signer;
    readonly certificate: Uint8Array;
    /** CRLs of its authority. */
    readonly crls: () => Promise<readonly Uint8Array[]>;
    readonly isRevoked: () => Promise<boolean>;
    /** Who confirms, two at a time, that the maker's key may sign an official seal. */
    readonly officers: ReadonlyMap<string, PublicKey>;
  };
  /** What certificates of owners have to lead to. */
  readonly owners: {
    readonly roots: readonly Uint8Array[];
    readonly intermediates: readonly Uint8Array[];
    readonly crls: () => Promise<readonly Uint8Array[]>;
  };
  readonly outlines: Outlines;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

/** Who asks: the registered party of the session. */
export interface Asker {
  readonly identifier: string;
  readonly role: string;
}

/** @throws Refusal SEAL_UNKNOWN also for one that is not the asker's */
export async function load(desk: SealDesk, asker: Asker, seal: string): Promise<JsonRecord<SealFile>> {
  const found = await desk.files.get(seal);
  const allowed = found?.value.owner === asker.identifier || isOfficial(desk, asker);
  if (found === undefined || !allowed) throw new Refusal('SEAL_UNKNOWN');
  return found;
}

/** Whether somebody of the deciding organisation itself asks. */
export function isOfficial(desk: SealDesk, asker: Asker): boolean {
  return asker.identifier === desk.organisation;
}

/** @throws Refusal ROLE_FORBIDDEN */
export function requireOfficial(desk: SealDesk, asker: Asker): void {
  if (!isOfficial(desk, asker)) throw new Refusal('ROLE_FORBIDDEN');
}

/** @throws ContractError SEAL_UNKNOWN */
export function recordOf(desk: Pick<SealDesk, 'ledger'>, seal: string): Promise<sealRecords.SealRecord> {
  return desk.ledger.evaluate(sealRecord.operations.seal, { seal });
}

/** The organisation's own signature over a message. */
export async function signAsOrganisation<K extends MessageKind>(
  desk: SealDesk,
  kind: K,
  body: MessageBody<K>,
): Promise<string> {
  const message = messageBytes(kind, desk.ledger.name, body);
  const activation = unattended(kind, desk.clock());
  return toBase64url(await desk.signer.sign({ algorithm: desk.signer.key.algorithm, message, activation }));
}

export async function receiptOf(
  desk: SealDesk,
  { at, height, time }: Pick<Committed<Json>, 'at' | 'height' | 'time'>,
): Promise<Receipt> {
  return { ...at, height, time, proof: await desk.ledger.prove(at) };
}

/** A fresh commitment to a digest, and what opens it. */
export function commit(desk: SealDesk, digest: Uint8Array): { commitment: string; opening: Opening } {
  const salt = desk.random(32);
  return {
    commitment: commitment(desk.provider, salt, digest),
    opening: { salt: toBase64url(salt), digest: toBase64url(digest) },
  };
}

/** @throws Refusal COMMITMENT_MISMATCH unless the opening is of this digest and gives the commitment */
export function requireOpening(
  desk: SealDesk,
  committed: string,
  opening: Opening,
  digest: Uint8Array,
): void {
  const opened = commitment(desk.provider, decode(opening.salt), decode(opening.digest));
  if (opened !== committed || opening.digest !== toBase64url(digest))
    throw new Refusal('COMMITMENT_MISMATCH');
}

export function sm3OfJson(desk: SealDesk, value: unknown): Uint8Array {
  return desk.provider.hash('SM3', canonicalBytes(value));
}

export function sm3OfText(desk: SealDesk, text: string): Uint8Array {
  return desk.provider.hash('SM3', new TextEncoder().encode(text));
}

/** @throws Refusal BODY_INVALID */
export function decode(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new Refusal('BODY_INVALID');
  return bytes;
}
