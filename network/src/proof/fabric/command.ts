import {
  canonical,
  canonicalBytes,
  parseCanonical,
  toBase64url,
  type Json,
} from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { z } from 'zod';
import { ProofError } from '../error.js';
import type { CommandRecord } from '../format.js';
import { sameBytes } from '../merkle.js';
import { parseProof } from '../schemas.js';
import { CHAINCODE } from './anchor.js';
import { openAction, openEnvelope, type ActionEvidence } from './action.js';
import { bytesOf, concat, fabricHeaderHash } from './block-header.js';
import {
  BATCH_EVENT,
  batchEvents,
  batchOutcomes,
  batchRequests,
  markerKey,
  recordAnswer,
} from './chaincode.js';
import type { FabricBlockHeader, FabricCommandProof, SignedFabricHeader } from './format.js';
import * as read from './messages.js';
import { fabricCommandProof } from './schemas.js';

/** What a proof of a Fabric channel shows of a header. Who stands behind it, only `standBehind` has asked. */
export interface FabricHeaderEvidence {
  readonly kind: 'fabric';
  /** `time` is that of the command's proposal or of the read; a header alone has none. */
  readonly header: FabricBlockHeader & { readonly time?: string };
  /** base64url of SHA-256 of the header. */
  readonly headerHash: string;
  /** The header with the orderers' signatures; absent for one that a later header leads back to. */
  readonly signed?: SignedFabricHeader;
  /** What peers endorsed. `at`: the block whose organisations decide; `final`: it is the transaction of this very block. */
  readonly endorsed: readonly {
    readonly action: ActionEvidence;
    readonly at: number;
    readonly final: boolean;
  }[];
}

export interface FabricCommandEvidence extends FabricHeaderEvidence {
  readonly header: FabricBlockHeader & { readonly time: string };
  readonly command: CommandRecord;
  /** The transaction's place in its block. */
  readonly transaction: number;
  /** Keys of the records that the transaction wrote. */
  readonly writes: readonly string[];
}

/**
 * Checks that the command stands in the block under the header and that the read is of its transaction's marker, as
 * written by this very envelope. All signatures hold under the certificates beside them.
 * @throws ProofError PROOF_FORMAT, COMMAND_NOT_IN_BLOCK, ENDORSEMENT_SIGNATURE, COMMIT_NOT_SHOWN, LEDGER_OTHER
 */
export function verifyFabricCommandProof(provider: CryptoProvider, proof: unknown): FabricCommandEvidence {
  const parsed: FabricCommandProof = parseProof(fabricCommandProof, proof);
  const { signed, transaction, command } = parsed;
  const { header } = signed;
  const envelopes = parsed.envelopes.map(bytesOf);
  envelopes.forEach(assertEnvelope);
  const envelope = envelopes[transaction];
  const data = toBase64url(provider.hash('SHA-256', concat(...envelopes)));
  if (envelope === undefined || data !== header.data) throw new ProofError('COMMAND_NOT_IN_BLOCK');
  const action = openEnvelope(provider, envelope);
  if (action.channel !== header.ledger) throw new ProofError('LEDGER_OTHER');
  const found = commandsOf(action)[command.index];
  if (found === undefined || canonical(found) !== canonical(command)) {
    throw new ProofError('COMMAND_NOT_IN_BLOCK');
  }
  const committed = openAction(provider, parsed.committed);
  assertCommitted(provider, action, committed, header.height, transaction);
  return {
    kind: 'fabric',
    header: { ...header, time: command.time },
    headerHash: fabricHeaderHash(provider, header),
    signed,
    endorsed: [
      { action, at: header.height, final: true },
      { action: committed, at: header.height, final: false },
    ],
    command,
    transaction,
    writes: [...action.writes.keys()],
  };
}

/**
 * The commands that a transaction did, in order: from the requests of its envelope, the endorsed outcomes and the event.
 * @throws ProofError PROOF_FORMAT when it is not one of our batches
 */
export function commandsOf(action: ActionEvidence): CommandRecord[] {
  const [name, argument, ...others] = action.args;
  if (textOf(name) !== 'batch' || argument === undefined || others.length > 0) {
    throw new ProofError('PROOF_FORMAT');
  }
  const requests = parseJson(batchRequests, argument);
  const outcomes = parseJson(batchOutcomes, action.answer);
  const events = new Map(eventsOf(action).map((event) => [event.index, event]));
  if (requests.length !== outcomes.length) throw new ProofError('PROOF_FORMAT');
  const commands: CommandRecord[] = [];
  outcomes.forEach((outcome, i) => {
    const request = requests[i];
    if (outcome.kind !== 'done' || request === undefined) return;
    const index = commands.length;
    const event = events.get(index);
    if (event !== undefined && event.contract !== request.contract) throw new ProofError('PROOF_FORMAT');
    commands.push({
      schema: 1,
      txId: action.txId,
      index,
      time: action.time,
      caller: action.creator.organisation,
      ...request,
      result: outcome.result,
      ...(event !== undefined && { event: { name: event.name, payload: event.payload } }),
    });
  });
  return commands;
}

function eventsOf({ event, txId }: ActionEvidence): z.infer<typeof batchEvents> {
  if (event.length === 0) return [];
  const { chaincodeId, txId: of, eventName, payload } = read.readChaincodeEvent(event);
  if (chaincodeId !== CHAINCODE || of !== txId || eventName !== BATCH_EVENT) {
    throw new ProofError('PROOF_FORMAT');
  }
  const events = parseJson(batchEvents, payload);
  if (events.some(({ index }, i) => i > 0 && index <= (events[i - 1]?.index ?? 0))) {
    throw new ProofError('PROOF_FORMAT');
  }
  return events;
}

/**
 * The read is of the marker that this transaction writes, it has the value that the transaction writes, and it was
 * last written by this very place in this very block: a copy of the envelope elsewhere was not valid.
 */
function assertCommitted(
  provider: CryptoProvider,
  action: ActionEvidence,
  committed: ActionEvidence,
  height: number,
  transaction: number,
): void {
  const key = markerKey(action.txId);
  const value = { schema: 1, response: toBase64url(provider.hash('SM3', action.answer)) };
  const written = action.writes.get(key);
  const version = committed.reads.get(key);
  const shown =
    committed.channel === action.channel &&
    written !== undefined &&
    sameBytes(written, canonicalBytes(value)) &&
    isRead(committed, key) &&
    canonical(answerOf(committed).value) === canonical(value) &&
    version?.block === height &&
    version.transaction === transaction;
  if (!shown) throw new ProofError('COMMIT_NOT_SHOWN');
}

/** True when the action is `record` of this key, wrote nothing, and answers about this key. */
export function isRead(action: ActionEvidence, key: string): boolean {
  const [name, argument, ...others] = action.args;
  return (
    textOf(name) === 'record' &&
    textOf(argument) === key &&
    others.length === 0 &&
    action.writes.size === 0 &&
    action.reads.has(key) &&
    answerOf(action).key === key
  );
}

/** @throws ProofError PROOF_FORMAT */
export function answerOf(action: ActionEvidence): { key: string; value: Json } {
  return parseJson(recordAnswer, action.answer);
}

/** An envelope has one form, so that the bytes under the block's hash can be cut into envelopes in one way only. */
function assertEnvelope(bytes: Uint8Array): void {
  const { payload, signature } = read.readEnvelope(bytes);
  if (payload.length === 0 || signature.length === 0) throw new ProofError('PROOF_FORMAT');
}

function parseJson<T>(schema: z.ZodType<T>, bytes: Uint8Array): T {
  try {
    return schema.parse(parseCanonical(bytes));
  } catch (error) {
    throw new ProofError('PROOF_FORMAT', { cause: error });
  }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
