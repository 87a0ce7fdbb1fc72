import { canonicalBytes } from '@renxin/chaincode/canonical';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { notebook, counters } from '../notes.js';
import { startNotesNetwork } from './network-under-test.js';

/**
 * Records proofs of real channels as vectors: `node dist/test/fabric/record-vectors.js <directory>` with FABRIC_BIN. `bft`
 * and `raft` are channels of one name, run by other organisations' keys, so that each is a foreign one to the other.
 */
const directory = process.argv[2] ?? '';
for (const consensus of ['bft', 'raft'] as const) {
  const organisations = consensus === 'bft' ? 5 : 4;
  const { network, open, remove } = await startNotesNetwork({ consensus, organisations });
  try {
    const place = `${directory}/${consensus}`;
    await mkdir(place, { recursive: true });
    const keep = async (name: string, value: unknown) =>
      writeFile(`${place}/${name}.json`, canonicalBytes(value));
    await keep('anchor', JSON.parse(await readFile(network.anchor, 'utf8')));
    const ledger = await open('gd');
    const first = await ledger.submit(notebook.add, { counter: 'a', by: 1 });
    const before = await ledger.proveState(counters, 'a');
    await keep('state-before', before);
    const many = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((counter) => ledger.submit(notebook.add, { counter, by: 2 })),
    );
    const last = many.reduce((found, each) => (each.at.index > found.at.index ? each : found), first);
    await keep('command', await ledger.prove(last.at));
    await keep('command-first', await ledger.prove(first.at));
    await keep('state', await ledger.proveState(counters, 'a'));
    await keep('absence', await ledger.proveState(counters, 'nobody'));
    await keep('consistency', await ledger.proveConsistency(0));
    await keep('consistency-later', await ledger.proveConsistency(first.height, last.height));
    await ledger.close();
    console.log(consensus, first.height, last.height, last.at);
  } finally {
    await remove();
  }
}
