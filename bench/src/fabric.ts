import type { FabricLedger } from '@renxin/network/fabric';
import { generateSigner } from '@renxin/seal/signer';
import { availableParallelism } from 'node:os';
import type { Figure } from './figure.js';
import { BenchNetwork } from './fabric/bench-network.js';
import { operations, signedEntry, type Signed } from './fabric/contract.js';
import { rawVerifications } from './fabric/raw-verifications.js';
import { percentile } from './ledger/load.js';

const SECONDS = 10;
const CLIENTS = 1024;
/** Gateways that submit one command in each transaction, side by side, so that the network and not a gateway is the limit. */
const SINGLES = 16;
/** Commands in flight of each: together more than a network commits in its latency, and no more than it answers in time. */
const SINGLE_CLIENTS = 8;
const MAJORITY_OF_FIVE = 3;

/** A Fabric network with everything on one machine: batches beside single transactions, signatures, contention, a lone command. */
export async function benchFabric(): Promise<Figure[]> {
  const rates: Record<string, number> = {};
  const figures: Figure[] = [];
  for (const organisations of [3, 5, 8]) {
    const bench = await BenchNetwork.start(organisations);
    try {
      const ledger = await bench.open('mohrss');
      await submitFor(2, CLIENTS, (id) => ledger.submit(operations.put, { id, text: 'warm' }));
      const rate = await submitFor(SECONDS, CLIENTS, (id) => ledger.submit(operations.put, { id, text: id }));
      rates[`commands/s with ${organisations} organisations`] = rate;
      rates[`MiB of the network with ${organisations} organisations`] = await bench.memory();
      if (organisations === 5) figures.push(...(await benchFive(bench, ledger, rate)));
      await ledger.close();
    } finally {
      await bench.remove();
    }
  }
  const [three, eight] = [
    rates['commands/s with 3 organisations']!,
    rates['commands/s with 8 organisations']!,
  ];
  const organisations: Figure = {
    name: 'fabric.organisations',
    value: Math.round(eight),
    unit: 'commands/s with 8 organisations',
    peer: 'the same with 3 organisations',
    peerValue: Math.round(three),
    ratio: eight / three,
    details: rates,
  };
  return [...figures, organisations];
}

async function benchFive(bench: BenchNetwork, ledger: FabricLedger, batched: number): Promise<Figure[]> {
  const { transactions, commands } = ledger.stats();
  const alone = await latencies(ledger, 40);
  const single = await singles(bench);
  const signed = await signedRate(ledger);
  const { rate: contended, lost } = await contention(bench);
  return [
    {
      name: 'fabric.batched',
      value: Math.round(batched),
      unit: 'commands/s',
      peer: 'the same commands one transaction each',
      peerValue: Math.round(single),
      ratio: batched / single,
      target: 10,
      details: { organisations: 5, clients: CLIENTS, 'commands per transaction': commands / transactions },
    },
    {
      name: 'fabric.signed',
      value: Math.round(signed.rate),
      unit: 'commands/s',
      peer: 'SM2 verifications/s of all cores : endorsers of a command',
      peerValue: Math.round(signed.limit),
      ratio: signed.rate / signed.limit,
      target: 0.4,
      details: { endorsers: MAJORITY_OF_FIVE, cores: availableParallelism() },
    },
    {
      name: 'fabric.contention',
      value: Math.round(1000 * (1 - lost)) / 10,
      unit: '% of transactions kept',
      peer: 'all of them; three gateways, common reads, separate records',
      peerValue: 100,
      ratio: 1 - lost,
      target: 0.9,
      details: { 'commands/s of the three': contended },
    },
    {
      name: 'fabric.alone-p50',
      value: Math.round(percentile(alone, 0.5)),
      unit: 'ms',
      peer: 'one second',
      peerValue: 1000,
      ratio: 1000 / percentile(alone, 0.5),
      target: 1,
      details: { 'p99 in ms': percentile(alone, 0.99), commands: alone.length },
    },
  ];
}

/** Clients that each submit, wait for the answer and submit again; answers in a second. */
async function submitFor(
  seconds: number,
  clients: number,
  submit: (id: string, client: number) => Promise<unknown>,
): Promise<number> {
  const run = Math.random().toString(36).slice(2, 10);
  const start = performance.now();
  let [begun, done] = [0, 0];
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() - start < seconds * 1000) {
        await submit(`${run}-${begun++}`, client);
        done++;
      }
    }),
  );
  return done / ((performance.now() - start) / 1000);
}

async function latencies(ledger: FabricLedger, count: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await ledger.submit(operations.put, { id: `alone-${i}`, text: 'alone' });
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b);
}

async function singles(bench: BenchNetwork): Promise<number> {
  const ledgers = await Promise.all(
    Array.from({ length: SINGLES }, () => bench.open('mohrss', { maxBatch: 1, maxInFlight: 24 })),
  );
  const rate = await submitFor(SECONDS, SINGLE_CLIENTS * SINGLES, (id, client) =>
    ledgers[client % SINGLES]!.submit(operations.put, { id, text: id }),
  );
  await Promise.all(ledgers.map((ledger) => ledger.close()));
  return rate;
}

async function signedRate(ledger: FabricLedger): Promise<{ rate: number; limit: number }> {
  const author = generateSigner('SM2').signer;
  const entries: Signed[] = [];
  for (let i = 0; i < 8000; i++) entries.push(await signedEntry(author, ledger.name, `signed-${i}`));
  const verifications = await rawVerifications({ ledger: ledger.name, entries: entries.slice(0, 4000) });
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let entry = entries[next++]; entry !== undefined; entry = entries[next++]) {
        if (performance.now() - start > SECONDS * 1000) {
          next--;
          return;
        }
        await ledger.submit(operations.write, entry);
      }
    }),
  );
  const done = Math.min(next, entries.length);
  const rate = done / ((performance.now() - start) / 1000);
  return { rate, limit: verifications / MAJORITY_OF_FIVE };
}

async function contention(bench: BenchNetwork): Promise<{ rate: number; lost: number }> {
  const ledgers = await Promise.all(['mohrss', 'gd', 'sh'].map((id) => bench.open(id)));
  const rate = await submitFor(SECONDS, CLIENTS, (id, client) =>
    ledgers[client % ledgers.length]!.submit(operations.put, { id, text: id }),
  );
  const sum = (of: 'conflicts' | 'transactions') =>
    ledgers.reduce((total, ledger) => total + ledger.stats()[of], 0);
  const lost = sum('conflicts') / (sum('conflicts') + sum('transactions'));
  await Promise.all(ledgers.map((ledger) => ledger.close()));
  return { rate, lost };
}
