import { canonical, canonicalBytes, toBase64url, type Json } from '@renxin/chaincode/canonical';
import type { Event, Write } from '@renxin/chaincode/kernel';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import { LedgerError } from '../ledger.js';
import type { BlockHeader, CommandRecord } from '../proof/format.js';
import { MerkleTree, type MerkleHash } from '../proof/merkle.js';
import type { Head } from './head.js';
import type { History } from './history.js';
import { commandKey, headerKey, pageKey, recordStoreKey, txKey } from './keys.js';
import type { StateMap, Update } from './state-map.js';
import type { Put, Reader } from './store.js';

/** A command that was done, before it stands in a block. */
export interface Done {
  readonly contract: string;
  readonly operation: string;
  readonly input: Json;
  readonly result: Json;
  readonly writes: readonly Write[];
  readonly event?: Event;
}

/** A block that is ready to be written: nothing of it shows before its puts are durable. */
export interface Block {
  readonly head: Head;
  readonly puts: readonly Put[];
  readonly update: Update;
  readonly tree: MerkleTree;
}

/** What a block is built on. */
export interface Ground {
  readonly ledger: string;
  readonly provider: CryptoProvider;
  readonly map: StateMap;
  readonly history: History;
  readonly reader: Reader;
  readonly head: Head | undefined;
}

/** What a block's commands have in common. */
export interface BlockTx {
  readonly height: number;
  readonly previous: string;
  readonly txId: string;
  readonly time: string;
  readonly caller: string;
}

export async function buildBlock(
  ground: Ground,
  tx: BlockTx,
  commands: readonly Done[],
  operator: Signer,
): Promise<Block> {
  const unsigned = blockContent(ground, tx, commands);
  const message = canonicalBytes(unsigned.header);
  const signature = await sign(operator, tx, message);
  const signed = { header: unsigned.header, operator: operator.key, signature: toBase64url(signature) };
  const { update, tree } = unsigned;
  const hash = ground.provider.hash('SM3', message);
  const puts: Put[] = [...unsigned.puts, [headerKey(tx.height), canonicalBytes(signed)]];
  return { head: { signed, hash, state: update.root }, puts, update, tree };
}

/** @throws LedgerError LEDGER_UNAVAILABLE when the operator's key does not sign */
async function sign(operator: Signer, { height, time }: BlockTx, message: Uint8Array): Promise<Uint8Array> {
  const activation = { id: `block-${height}`, method: 'unattended', at: time } as const;
  try {
    return await operator.sign({ algorithm: operator.key.algorithm, message, activation });
  } catch (error) {
    throw new LedgerError('LEDGER_UNAVAILABLE', { cause: error });
  }
}

/** Everything of a block but its signature; fsck makes it again from the commands alone. */
export function blockContent(
  ground: Ground,
  tx: BlockTx,
  commands: readonly Done[],
): { header: BlockHeader; puts: Put[]; update: Update; tree: MerkleTree } {
  const { ledger, provider, map, reader, head } = ground;
  const hash: MerkleHash = (bytes) => provider.hash('SM3', bytes);
  const { height, previous, txId, time } = tx;
  const puts: Put[] = [[txKey(txId), new TextEncoder().encode(String(height))]];
  const leaves: Uint8Array[] = [];
  const changes = [];
  for (const [index, command] of commands.entries()) {
    const leaf = Buffer.from(`\0${canonical(commandRecordOf(tx, index, command))}`);
    leaves.push(hash(leaf)); // RFC 9162: HASH(0x00 || record)
    puts.push([commandKey(height, index), leaf.subarray(1)]);
    for (const { key, value } of command.writes) {
      changes.push(map.changeOf(key, value));
      puts.push([recordStoreKey(key), value]);
    }
  }
  const tree = new MerkleTree(hash, leaves);
  const update = map.update(reader, head?.state ?? map.emptyRoot, changes);
  for (const [path, bytes] of update.pages) puts.push([pageKey(path), bytes]);
  const header: BlockHeader = {
    schema: 1,
    ledger,
    height,
    previous,
    time,
    txId,
    commands: { count: commands.length, root: toBase64url(tree.root) },
    state: toBase64url(update.root),
    history: toBase64url(ground.history.extend(reader, head, puts)),
  };
  return { header, puts, update, tree };
}

function commandRecordOf(tx: BlockTx, index: number, command: Done): CommandRecord {
  const { contract, operation, input, result, event } = command;
  const { txId, time, caller } = tx;
  return {
    schema: 1,
    txId,
    index,
    time,
    caller,
    contract,
    operation,
    input,
    result,
    ...(event !== undefined && { event }),
  };
}
