import { fromBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { messageOf, type Signed } from './contract.js';

interface Task {
  readonly ledger: string;
  readonly entries: readonly Signed[];
}

/** SM2 verifications in a second when every core does nothing else, all of them at once: cores may share what they compute with. */
export async function rawVerifications(task: Task): Promise<number> {
  const rates = await Promise.all(
    Array.from({ length: availableParallelism() }, () => {
      const worker = new Worker(new URL(import.meta.url), { workerData: task });
      return new Promise<number>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
    }),
  );
  return rates.reduce((sum, rate) => sum + rate, 0);
}

/** In a worker: verifies all entries, and says how many in a second. */
function verifyAll({ ledger, entries }: Task): number {
  const start = performance.now();
  for (const { id, text, by, signature } of entries) {
    const bytes = fromBase64url(signature) ?? new Uint8Array();
    if (!nativeProvider.verify(by, messageOf(ledger, id, text), bytes))
      throw new Error('a signature does not hold');
  }
  return entries.length / ((performance.now() - start) / 1000);
}

if (!isMainThread) parentPort?.postMessage(verifyAll(workerData as Task));
