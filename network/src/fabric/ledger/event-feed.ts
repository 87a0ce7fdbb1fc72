import type protos from '@hyperledger/fabric-protos';
import { setTimeout } from 'node:timers/promises';
import { LedgerError, type LedgerEvent, type Position } from '../../ledger.js';
import { batchEvents, type BatchEvent } from '../../proof/fabric/chaincode.js';
import { parseProof } from '../../proof/schemas.js';
import { transactionEvents } from './block-events.js';
import type { LedgerChannel } from './ledger-channel.js';

/**
 * Events after a position, those in blocks already, then each as its block is committed, until the ledger closes. When
 * the peer goes another one is asked, from the last position on: a chain has the same events in the same order everywhere.
 */
export function eventFeed(
  channel: LedgerChannel,
  closing: AbortSignal,
  after?: Position,
): AsyncIterable<LedgerEvent> {
  return {
    [Symbol.asyncIterator]() {
      const leaving = new AbortController();
      const signal = AbortSignal.any([closing, leaving.signal]);
      const events = follow(channel, signal, after ?? { height: 0, index: -1 });
      return {
        next: () => events.next(),
        return: () => {
          leaving.abort();
          return events.return(undefined);
        },
      };
    },
  };
}

async function* follow(
  channel: LedgerChannel,
  signal: AbortSignal,
  after: Position,
): AsyncGenerator<LedgerEvent, undefined> {
  let reached = after;
  while (!signal.aborted) {
    try {
      for await (const event of inOrder(channel.blocks(reached.height, signal), channel.chaincode)) {
        const { height, index } = event.position;
        if (height < reached.height || (height === reached.height && index <= reached.index)) continue;
        reached = event.position;
        yield event;
        if (signal.aborted) return;
      }
    } catch (error) {
      if (error instanceof LedgerError) throw error;
      if (signal.aborted) return;
      channel.turn();
      await setTimeout(100);
    }
  }
}

/** Events are counted through their block, over all its transactions. */
async function* inOrder(
  blocks: AsyncIterable<protos.common.Block>,
  chaincode: string,
): AsyncGenerator<LedgerEvent, undefined> {
  for await (const block of blocks) {
    const height = block.getHeader()?.getNumber() ?? 0;
    let count = 0;
    for (const { txId, time, payload } of transactionEvents(block, chaincode)) {
      for (const { index, contract, name, payload: content } of readEvents(payload)) {
        const position = { height, index: count++ };
        yield { position, txId, index, time, contract, name, payload: content };
      }
    }
  }
}

function readEvents(payload: Uint8Array): readonly BatchEvent[] {
  try {
    return parseProof(batchEvents, payload);
  } catch (error) {
    throw new LedgerError('LEDGER_CORRUPT', { cause: error });
  }
}
