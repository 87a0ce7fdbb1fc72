import { fromBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { signerOf } from '@renxin/seal/signer';
import { openEmbeddedLedger } from '../../src/embedded/index.js';
import { contracts, notebook, signedNote } from '../notes.js';

/**
 * A process that works on a ledger until it is killed: `load.js <directory> <operator key, PKCS#8 in base64url> <name of
 * the run>`. It prints `ready`, then one line for each answer, after it got it.
 */
const [directory = '', key = '', run = ''] = process.argv.slice(2);
const operator = signerOf(fromBase64url(key) ?? new Uint8Array());
const ledger = await openEmbeddedLedger({
  directory,
  contracts,
  name: 'crash-ledger',
  caller: 'ministry',
  operator,
  provider: nativeProvider,
  clock: () => new Date(),
  maxBatch: 64,
});
process.stdout.write('ready\n');
await Promise.all(Array.from({ length: 24 }, (_, worker) => work(worker)));

async function work(worker: number): Promise<void> {
  for (let i = 0; ; i++) {
    const name = `${run}-${worker}-${i}`;
    if (worker < 4) {
      const { at, result } = await ledger.submit(
        notebook.write,
        await signedNote(operator, ledger.name, name, `note ${name}`),
      );
      report({ at, result });
    } else {
      const counter = worker < 8 ? 'hot' : name;
      const { at, result } = await ledger.submit(notebook.add, { counter, by: 1 });
      report({ at, result });
    }
  }
}

function report(answer: unknown): void {
  process.stdout.write(JSON.stringify(answer) + '\n');
}
