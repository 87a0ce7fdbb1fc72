import { startNetwork } from '../../src/fabric/index.js';

/** `node starting-network.js <directory> <first port>`: starts a network and says each step as it begins it. */
const [directory = '', firstPort = ''] = process.argv.slice(2);
await startNetwork({
  directory,
  wish: { organisations: 3, channel: 'test-killed', firstPort: Number(firstPort) },
  onProgress: (step) => void process.stdout.write(`${step}\n`),
});
