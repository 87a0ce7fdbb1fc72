import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { orderersOf, processNames } from '../../src/fabric/network/layout.js';
import { defaultTopology } from '../../src/fabric/network/topology.js';

const file = fileURLToPath(new URL('../../../compose.yaml', import.meta.url));

/** Compose tools that can print what a file means without an engine. */
const tools: readonly (readonly [string, readonly string[]])[] = [
  ['docker', ['compose', '-f', file, 'config']],
  ['docker-compose', ['-f', file, 'config']],
];

describe('compose.yaml with the official images of Fabric', function () {
  this.timeout(60_000);
  it('is read by a compose tool, with every orderer and peer of the default network', async function () {
    for (const [tool, args] of tools) {
      const read = await run(tool, args);
      if (read === undefined) continue;
      const topology = defaultTopology();
      const peers = topology.organisations.map(({ id }) => processNames.peer(id));
      for (const name of [...orderersOf(topology).map(({ name }) => name), ...peers])
        assert.match(read, new RegExp(`^ +${name}:$`, 'm'));
      assert.match(read, /\/srv\/fabric\/organisations\/gd-court\/peer\/config/);
      return;
    }
    console.log('skipped: compose.yaml of Fabric — no compose tool found (docker compose, docker-compose)');
    this.skip();
  });
});

/** What the tool prints; `undefined` when it is not there. @throws when it does not accept the file */
function run(tool: string, args: readonly string[]): Promise<string | undefined> {
  const env = { ...process.env, RENXIN_FABRIC: '/srv/fabric' };
  return new Promise((resolve, reject) => {
    execFile(tool, args, { env, timeout: 30_000 }, (error, out, log) => {
      if (error === null) return resolve(out);
      if (error.code === 'ENOENT' || /not a docker command|unknown shorthand/.test(log))
        return resolve(undefined);
      reject(new Error(`${tool}: ${log}`));
    });
  });
}
