import { fromBase64url } from '@renxin/chaincode/canonical';
import { signerOf } from '@renxin/seal/signer';
import { openFabricLedger } from '../../src/fabric/index.js';
import { notebook, signedNote } from '../notes.js';

/** `node writing-gateway.js <connection> <key>`: a gateway that writes notes, 8 at once, and says which are committed. */
const [connection = '', key = ''] = process.argv.slice(2);
const author = signerOf(fromBase64url(key) ?? new Uint8Array());
const ledger = await openFabricLedger({ connection, clock: () => new Date() });
let next = 0;
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (;;) {
      const id = `killed-${next++}`;
      await ledger.submit(notebook.write, await signedNote(author, ledger.name, id, 'text'));
      process.stdout.write(`${id}\n`);
    }
  }),
);
