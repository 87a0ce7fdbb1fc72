import { setTimeout } from 'node:timers/promises';
import { LedgerError, type LedgerEvent, type Position } from '../ledger.js';
import { parseProof } from '../proof/schemas.js';
import type { ChannelEvent, LedgerChannel } from './ledger-channel.js';
import { packedEvents, type PackedEvents } from './outcome.js';

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
      for await (const event of inOrder(channel.events(reached.height, signal))) {
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
async function* inOrder(transactions: AsyncIterable<ChannelEvent>): AsyncGenerator<LedgerEvent, undefined> {
  let next: Position = { height: -1, index: 0 };
  for await (const { height, txId, payload } of transactions) {
    if (height !== next.height) next = { height, index: 0 };
    const { time, events } = readPacked(payload);
    for (const { contract, name, payload } of events) {
      yield { position: next, txId, time, contract, name, payload };
      next = { height, index: next.index + 1 };
    }
  }
}

function readPacked(payload: Uint8Array): PackedEvents {
  try {
    return parseProof(packedEvents, payload);
  } catch (error) {
    throw new LedgerError('LEDGER_CORRUPT', { cause: error });
  }
}
