import { addOrganisation, openNetwork } from '../../src/fabric/index.js';
import { notesMain } from './network-under-test.js';

/** `node adding-organisation.js <directory> <id>`: adds an organisation, says each step as it begins it, goes on a little later. */
const [directory = '', id = ''] = process.argv.slice(2);
await addOrganisation(await openNetwork(directory), {
  id,
  chaincodeMain: notesMain,
  onProgress: (step) => void process.stdout.write(`${step}\n`),
});
