import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkIdentities } from '../../src/fabric/network/identities.js';
import {
  defaultTopology,
  deploy,
  NetworkError,
  openFabricLedger,
  openNetwork,
  startNetwork,
  stopNetwork,
  type FabricLedger,
  type Network,
  type NetworkCode,
  type NetworkStatus,
} from '../../src/fabric/index.js';
import { layoutOf } from '../../src/fabric/network/layout.js';
import { beginningOf } from '../../src/fabric/network/process-identity.js';
import { notebook } from '../notes.js';
import { notesMain, skipWithoutFabric } from './network-under-test.js';

const refused = (code: NetworkCode) => (error: unknown) =>
  error instanceof NetworkError && error.code === code;

if (!skipWithoutFabric('starting, changing and stopping a Fabric network')) {
  describe('a Fabric network of plain processes', function () {
    this.timeout(240_000);
    const topology = defaultTopology({
      channel: 'test-network',
      organisations: 5,
      firstPort: Number(process.env['FABRIC_TEST_PORT'] ?? 18_000) + 900,
    });
    let directory: string;
    let network: Network;
    before(async () => {
      directory = await mkdtemp(join(tmpdir(), 'renxin-network-'));
      network = await startNetwork({ directory, topology });
    });
    after(async () => {
      await stopNetwork(directory);
      await rm(directory, { recursive: true, force: true });
    });

    it('runs a peer of each organisation and four orderers with a leader, all at one height', async () => {
      const status = await network.status();
      assert.ok(isComplete(status));
      assert.equal(status.processes.filter(({ kind }) => kind === 'peer').length, 5);
      assert.equal(status.processes.filter(({ kind }) => kind === 'orderer').length, 4);
      assert.equal(status.processes.filter(({ leads }) => leads).length, 1);
      const peers = status.processes.filter(({ kind }) => kind === 'peer');
      assert.deepEqual([...new Set(peers.map(({ height }) => height))], [1]);
    });

    it('deploys, serves every organisation, and is upgraded to the next sequence', async () => {
      assert.equal((await deploy(network, { chaincodeMain: notesMain })).sequence, 1);
      await add(network, 'sc', 1);
      await assert.rejects(
        deploy(network, { chaincodeMain: notesMain, sequence: 7 }),
        refused('FABRIC_SEQUENCE_OTHER'),
      );
      assert.equal((await deploy(network, { chaincodeMain: notesMain })).sequence, 2);
      await add(network, 'gd', 2);
      const { processes } = await network.status();
      const chaincodes = processes.filter(({ kind }) => kind === 'chaincode');
      assert.ok(chaincodes.every(({ name, pid }) => name.endsWith('-2') && pid !== undefined));
      assert.ok(!network.processes.some((name) => /^chaincode-.*-1$/.test(name)));
    });

    it('is found by another command, and not started twice', async () => {
      assert.equal(isComplete(await (await openNetwork(directory)).status()), true);
      await assert.rejects(startNetwork({ directory, topology }), refused('FABRIC_RUNNING'));
    });

    it('keeps what it holds when it is stopped and started again, half-started too', async () => {
      const pids = await Promise.all(network.processes.map((name) => network.pidOf(name)));
      await stopNetwork(directory);
      for (const pid of pids) assert.equal(await beginningOf(pid as number), undefined);
      await assert.rejects(openNetwork(directory), refused('FABRIC_NOT_UP'));
      network = await startNetwork({ directory, chaincodeMain: notesMain });
      await add(network, 'mohrss', 3);
      await network.kill('orderer-sh');
      await network.kill('peer-gd');
      network = await startNetwork({ directory, chaincodeMain: notesMain });
      assert.ok(isComplete(await network.status()));
      await add(network, 'sh', 4);
    });

    it('refuses a topology that the channel was not made of', async () => {
      const other = defaultTopology({ channel: 'another' });
      await assert.rejects(startNetwork({ directory, topology: other }), refused('FABRIC_TOPOLOGY_CHANGED'));
    });

    it('names identities that are wrong or have expired, and ports that are in use, and leaves nothing running', async () => {
      await stopNetwork(directory);
      const place = layoutOf(directory).organisation('gd');
      const foreign = layoutOf(directory).organisation('sc').gateway.certificateFile;
      const own = await readFile(place.gateway.certificateFile);
      await copyFile(foreign, place.gateway.certificateFile);
      await assert.rejects(startNetwork({ directory }), refused('FABRIC_IDENTITY_INVALID'));
      await writeFile(place.gateway.certificateFile, own);
      const later = new Date('2100-01-01T00:00:00.000Z');
      await assert.rejects(
        checkIdentities(layoutOf(directory), topology, later),
        refused('FABRIC_IDENTITY_EXPIRED'),
      );
      const port = topology.organisations[2]?.peer.port;
      const server = createServer();
      await new Promise<void>((resolve) => server.listen({ port, host: topology.host }, resolve));
      try {
        await assert.rejects(
          startNetwork({ directory, chaincodeMain: notesMain }),
          refused('FABRIC_PORT_TAKEN'),
        );
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
      assert.equal(await stopNetwork(directory), 0);
    });
  });
}

/** Every process lives. */
function isComplete({ processes }: NetworkStatus): boolean {
  return processes.every(({ pid }) => pid !== undefined);
}

/** One command through an organisation's gateway; the counter's new value shows that nothing before it was lost. */
async function add(network: Network, organisation: string, expected: number): Promise<void> {
  const connection = network.connections[organisation] ?? '';
  const ledger: FabricLedger = await openFabricLedger({ connection, clock: () => new Date() });
  try {
    const { result } = await ledger.submit(notebook.add, { counter: 'all', by: 1 });
    assert.deepEqual(result, { value: expected });
  } finally {
    await ledger.close();
  }
}
