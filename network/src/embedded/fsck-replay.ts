import { canonical, toBase64url } from '@renxin/chaincode/canonical';
import { executeBatch, type Contracts, type Host, type Outcome } from '@renxin/chaincode/kernel';
import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from '../proof/error.js';
import type { BlockHeader, CommandRecord, SignedHeader } from '../proof/format.js';
import { assertOperator, headerEvidence } from '../proof/header.js';
import { leafHash, MerkleTree } from '../proof/merkle.js';
import { commandRecord, parseProof, signedHeader } from '../proof/schemas.js';
import { blockContent, type Done } from './block.js';
import { headOf, type Head } from './head.js';
import { FsckFault } from './fsck-fault.js';
import { commandKey, headerKey, rangeOf, recordStoreKey } from './keys.js';
import { History } from './history.js';
import { StateMap } from './state-map.js';
import type { Store, StoreView } from './store.js';

interface ReplayOptions {
  readonly contracts: Contracts;
  readonly provider: CryptoProvider;
  readonly operators?: readonly PublicKey[];
}

interface Found {
  readonly ledger: string;
  readonly blocks: number;
  readonly commands: number;
  readonly head: { readonly height: number; readonly hash: string } | undefined;
}

/** Goes through the blocks in order and builds records, pages and indices again in a scratch store. */
export class Replay {
  readonly #ledger: string;
  readonly #stored: AsyncIterator<readonly [string, Uint8Array]>;
  readonly #scratch: Store;
  readonly #options: ReplayOptions;
  readonly #map: StateMap;
  readonly #history: History;
  #operators: readonly PublicKey[] | undefined;
  #head: Head | undefined;
  #commands = 0;

  constructor(ledger: string, view: StoreView, scratch: Store, options: ReplayOptions) {
    this.#ledger = ledger;
    this.#stored = view.entries(rangeOf('command'))[Symbol.asyncIterator]();
    this.#scratch = scratch;
    this.#options = options;
    this.#operators = options.operators;
    const hash = (bytes: Uint8Array) => options.provider.hash('SM3', bytes);
    this.#map = new StateMap(hash);
    this.#history = new History(hash);
  }

  get found(): Found {
    const header = this.#head?.signed.header;
    return {
      ledger: this.#ledger,
      blocks: this.#height + 1,
      commands: this.#commands,
      head:
        this.#head === undefined || header === undefined
          ? undefined
          : { height: header.height, hash: toBase64url(this.#head.hash) },
    };
  }

  /** After the last block there is no command left. @throws FsckFault */
  async end(): Promise<void> {
    const next = await this.#stored.next();
    if (next.done !== true) throw new FsckFault('ENTRY_UNKNOWN', { key: next.value[0] });
  }

  async close(): Promise<void> {
    await this.#stored.return?.();
  }

  /** @throws FsckFault */
  async block(key: string, bytes: Uint8Array): Promise<void> {
    const height = this.#height + 1;
    if (key !== headerKey(height)) throw new FsckFault('HEADER_MISSING', { height });
    const signed = this.#header(height, bytes);
    const commands = await this.#readCommands(signed.header);
    const done = await this.#execute(signed.header, commands);
    await this.#compare(signed, commands[0]?.caller ?? '', done);
    this.#head = headOf(this.#options.provider, signed);
    this.#commands += commands.length;
  }

  get #height(): number {
    return this.#head?.signed.header.height ?? -1;
  }

  #header(height: number, bytes: Uint8Array): SignedHeader {
    const { provider } = this.#options;
    try {
      const signed = parseProof(signedHeader, bytes);
      const evidence = headerEvidence(provider, signed);
      assertOperator((this.#operators ??= [signed.operator]), evidence);
      this.#assertFollows(height, signed.header);
      return signed;
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
      const { code } = error;
      const known = code === 'HEADER_SIGNATURE' || code === 'OPERATOR_UNKNOWN';
      throw new FsckFault(known ? code : 'HEADER_FORMAT', { height }, { cause: error });
    }
  }

  #assertFollows(height: number, header: BlockHeader): void {
    if (header.ledger !== this.#ledger) throw new FsckFault('LEDGER_OTHER', { height });
    const previous = toBase64url(this.#head?.hash ?? new Uint8Array(32));
    if (header.height !== height || header.previous !== previous) {
      throw new FsckFault('HEADER_CHAIN', { height });
    }
    if (header.time < (this.#head?.signed.header.time ?? '')) throw new FsckFault('HEADER_TIME', { height });
  }

  async #readCommands(header: BlockHeader): Promise<CommandRecord[]> {
    const { height } = header;
    const hash = (bytes: Uint8Array) => this.#options.provider.hash('SM3', bytes);
    const commands: CommandRecord[] = [];
    const leaves: Uint8Array[] = [];
    for (let index = 0; index < header.commands.count; index++) {
      const bytes = await this.#nextCommand(height, index);
      const command = readCommand(height, index, bytes);
      const { txId, time, caller } = commands[0] ?? { ...header, caller: command.caller };
      const placed = command.index === index && command.txId === txId && command.time === time;
      if (!placed || command.caller !== caller) throw new FsckFault('COMMAND_PLACE', { height, index });
      commands.push(command);
      leaves.push(leafHash(hash, bytes));
    }
    if (toBase64url(new MerkleTree(hash, leaves).root) !== header.commands.root) {
      throw new FsckFault('COMMANDS_ROOT', { height });
    }
    return commands;
  }

  /** Commands stand in the order of their blocks, and nothing stands between them. */
  async #nextCommand(height: number, index: number): Promise<Uint8Array> {
    const expected = commandKey(height, index);
    const next = await this.#stored.next();
    if (next.done === true || next.value[0] > expected) {
      throw new FsckFault('COMMAND_MISSING', { height, index });
    }
    const [key, bytes] = next.value;
    if (key < expected) throw new FsckFault('ENTRY_UNKNOWN', { key });
    return bytes;
  }

  async #execute({ height, time, txId }: BlockHeader, commands: readonly CommandRecord[]): Promise<Done[]> {
    const { contracts, provider } = this.#options;
    const view = this.#scratch.view();
    try {
      const host: Host = {
        txId,
        ledger: this.#ledger,
        time,
        caller: { organisation: commands[0]?.caller ?? '' },
        read: (key) => view.get(recordStoreKey(key)),
        verify: provider.verify.bind(provider),
      };
      const outcomes = await executeBatch(contracts, host, commands);
      return commands.map((command, index) => doneAgain(height, index, command, outcomes[index]));
    } finally {
      await view.close();
    }
  }

  async #compare({ header }: SignedHeader, caller: string, done: readonly Done[]): Promise<void> {
    const { height } = header;
    const view = this.#scratch.view();
    try {
      const { provider } = this.#options;
      const ground = {
        ledger: this.#ledger,
        provider,
        map: this.#map,
        history: this.#history,
        reader: view,
        head: this.#head,
      };
      const tx = { ...header, caller };
      const { header: again, puts } = blockContent(ground, tx, done);
      if (again.state !== header.state) throw new FsckFault('STATE_ROOT', { height });
      if (again.history !== header.history) throw new FsckFault('HISTORY_ROOT', { height });
      await this.#scratch.write(puts.filter(([key]) => !key.startsWith('command:')));
    } finally {
      await view.close();
    }
  }
}

function readCommand(height: number, index: number, bytes: Uint8Array): CommandRecord {
  try {
    return parseProof(commandRecord, bytes);
  } catch (error) {
    throw new FsckFault('COMMAND_FORMAT', { height, index }, { cause: error });
  }
}

function doneAgain(
  height: number,
  index: number,
  command: CommandRecord,
  outcome: Outcome | undefined,
): Done {
  if (outcome?.kind !== 'done') throw new FsckFault('COMMAND_REFUSED', { height, index });
  const { contract, operation, input, result, event } = command;
  const stored = { input, result, event: event ?? null };
  const again = { input: outcome.input, result: outcome.result, event: outcome.event ?? null };
  if (canonical(stored) !== canonical(again)) throw new FsckFault('COMMAND_RESULT', { height, index });
  return { ...outcome, contract, operation };
}
