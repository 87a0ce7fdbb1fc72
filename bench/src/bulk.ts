import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BulkOrder, BulkRun } from './bulk/order.js';
import type { Figure } from './figure.js';
import { runClients } from './platform/clients.js';
import { inDirectory } from './platform/platform.js';

const MAIN = fileURLToPath(new URL('./bulk/load-main.js', import.meta.url));
const TARGET = 0.6;

/**
 * A file of certificates, from the act until each has SM2 and EdDSA proofs, a place in the status list, a record on the
 * ledger and an entry in the evidence log; beside one SM2 and one Ed25519 signature each, alone: by processor time, and by
 * the clock on all cores.
 */
export async function benchBulk(certificates: number): Promise<Figure[]> {
  return inDirectory(async (data) => {
    const [run] = await runClients<BulkOrder, BulkRun>(MAIN, { data, certificates });
    if (run === undefined) throw new Error('nothing was issued');
    const { issued, issuing, validation, signatures } = run;
    const [byCpu, byClock] = [issued / issuing.cpu, issued / issuing.seconds];
    const cores = availableParallelism();
    const figure = { unit: 'certificates/s', target: TARGET };
    const details = {
      certificates: issued,
      'rows validated a second': Math.round(issued / validation.seconds),
      'microseconds of processor time each': Math.round((issuing.cpu / issued) * 1e6),
      'of them signatures': Math.round(signatures * 1e6),
      'resident MB before': Math.round(run.resident),
      'resident MB at most': Math.round(run.most),
    };
    return [
      {
        ...figure,
        name: 'credentials.bulk',
        value: Math.round(byCpu),
        peer: 'one SM2 and one Ed25519 signature each, by processor time',
        peerValue: Math.round(1 / signatures),
        ratio: byCpu * signatures,
        details,
      },
      {
        ...figure,
        name: 'credentials.bulk-cores',
        value: Math.round(byClock),
        peer: `the same signatures on ${String(cores)} cores, by the clock`,
        peerValue: Math.round(cores / signatures),
        ratio: (byClock * signatures) / cores,
      },
    ];
  });
}
