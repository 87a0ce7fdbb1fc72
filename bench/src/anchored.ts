import { canonicalBytes } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { entryBytes, entryOf, formatTlogProof } from '@renxin/archive/tlog';
import type { FabricLedger } from '@renxin/network/fabric';
import { createHash, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { BenchNetwork } from './fabric/bench-network.js';
import { operations } from './fabric/contract.js';
import type { Figure } from './figure.js';
import { BenchLog } from './log/bench-log.js';

const ORGANISATIONS = 5;
const SECONDS = 10;
/** Documents that stand under one checkpoint on the ledger. */
const BATCH = 10_000;
/** Batches on their way at once: one is hashed and proven while others wait for disk and network. */
const AT_ONCE = 4;
const DOCUMENT = 1024;
const ASKED = 10_000;

/**
 * Documents anchored through an evidence log on a Fabric network that runs on the same machine: hashed twice, committed to
 * with a salt, appended, published, the checkpoint on the ledger, and a proof to take along for each.
 */
export async function benchAnchored(): Promise<Figure[]> {
  const network = await BenchNetwork.start(ORGANISATIONS);
  const log = await BenchLog.open();
  try {
    const ledger = await network.open('mohrss');
    let begun = 0;
    await anchorBatch(log, ledger, begun++);
    const processor = process.cpuUsage();
    const start = performance.now();
    let [documents, anchors] = [0, 0];
    const anchoring = async (): Promise<void> => {
      while (performance.now() - start < SECONDS * 1000) {
        const proven = await anchorBatch(log, ledger, begun++);
        documents += proven;
        anchors++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, anchoring));
    const { user, system } = process.cpuUsage(processor);
    const seconds = (performance.now() - start) / 1000;
    const rate = documents / seconds;
    await ledger.close();
    const figure: Figure = {
      name: 'anchored.documents',
      value: Math.round(rate),
      unit: 'documents/s with a proof each',
      peer: 'what is asked for',
      peerValue: ASKED,
      ratio: rate / ASKED,
      target: 1,
      details: {
        organisations: ORGANISATIONS,
        cores: availableParallelism(),
        'bytes of a document': DOCUMENT,
        'processor µs per document': (user + system) / documents,
        'anchors on the ledger': anchors,
        'MiB of the network': await network.memory(),
      },
    };
    return [figure];
  } finally {
    await log.remove();
    await network.remove();
  }
}

async function anchorBatch(log: BenchLog, ledger: FabricLedger, batch: number): Promise<number> {
  const documents = documentsOf(batch);
  const salts = new Uint8Array(randomBytes(32 * BATCH));
  const appended = await Promise.all(
    documents.map(async (document, i) => {
      const about = { kind: 'bench/anchored', id: `d-${batch * BATCH + i}` };
      const made = entryOf(nativeProvider, about, document, salts.subarray(32 * i, 32 * i + 32));
      return { ...made, index: (await log.append(entryBytes(made.entry))).index };
    }),
  );
  const { size, note } = log.checkpoint;
  const text = createHash('sha256').update(note).digest('hex');
  const committed = await ledger.submit(operations.put, { id: `checkpoint-${batch}`, text });
  const anchor = { height: committed.height, txId: committed.at.txId };
  const paths = await log.inclusions(
    appended.map(({ index }) => index),
    size,
  );
  const proofs = appended.map(({ entry, opening, index }, i) =>
    formatTlogProof({
      extra: canonicalBytes({ entry, opening, anchor }),
      index,
      path: paths[i]!,
      checkpoint: note,
    }),
  );
  return proofs.length;
}

/** In one piece of memory: making them is not what is measured. */
function documentsOf(batch: number): Uint8Array[] {
  const all = Buffer.alloc(BATCH * DOCUMENT);
  return Array.from({ length: BATCH }, (_, i) => {
    const document = all.subarray(i * DOCUMENT, (i + 1) * DOCUMENT);
    document.write(`document ${batch * BATCH + i}`);
    return document;
  });
}
