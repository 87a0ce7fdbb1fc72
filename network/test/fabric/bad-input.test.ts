import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  ConnectionError,
  defaultTopology,
  deploy,
  NetworkError,
  openFabricLedger,
  readConnection,
  startNetwork,
  stopNetwork,
  type Connection,
  type ConnectionCode,
  type FabricLedgerOptions,
  type Network,
  type NetworkCode,
} from '../../src/fabric/index.js';
import { assertPortsFree } from '../../src/fabric/network/ports.js';
import { ledgerError } from '../ledger-suite.js';
import { notebook } from '../notes.js';
import { issueAdministrator } from './administrator.js';
import { mainOf, notesMain, skipWithoutFabric } from './network-under-test.js';

const refused = (code: NetworkCode) => (error: unknown) =>
  error instanceof NetworkError && error.code === code;
const notConnected = (code: ConnectionCode) => (error: unknown) =>
  error instanceof ConnectionError && error.code === code;

if (!skipWithoutFabric('what a Fabric network is given and cannot use')) {
  describe('fabric: bad input', function () {
    this.timeout(240_000);
    const topology = defaultTopology({
      channel: 'test-bad-input',
      organisations: 3,
      firstPort: Number(process.env['FABRIC_TEST_PORT'] ?? 18_000) + 1100,
    });
    let root: string;
    let directory: string;
    let network: Network;
    let connection: Connection;

    before(async () => {
      root = await mkdtemp(join(tmpdir(), 'renxin-bad-'));
      directory = join(root, 'network');
      network = await startNetwork({ directory, topology });
      await deploy(network, { chaincodeMain: notesMain });
      connection = await readConnection(network.connections['gd'] ?? '');
    });
    after(async () => {
      await stopNetwork(directory);
      await rm(root, { recursive: true, force: true });
    });

    const open = (with_: Partial<Connection>, more: Partial<FabricLedgerOptions> = {}) =>
      openFabricLedger({
        connection: { ...connection, ...with_ },
        clock: () => new Date(),
        patience: 3000,
        ...more,
      });

    it('names a connection that is none, and keys that are not there or of another', async () => {
      const file = join(root, 'connection.json');
      await writeFile(file, '{}');
      await assert.rejects(
        openFabricLedger({ connection: file, clock: () => new Date() }),
        notConnected('CONNECTION_FILE'),
      );
      const { identity } = connection;
      const foreign = network.means.layout.organisation('gd-court').gateway;
      for (const keyFile of [join(root, 'nothing'), file, foreign.keyFile])
        await assert.rejects(
          open({ identity: { ...identity, keyFile } }),
          notConnected('CONNECTION_IDENTITY'),
        );
      const later = () => new Date('2100-01-01T00:00:00.000Z');
      await assert.rejects(open({}, { clock: later }), notConnected('CONNECTION_IDENTITY_EXPIRED'));
    });

    it('is not let in with a certificate of another authority', async () => {
      const { layout } = network.means;
      const [own, foreign] = [layout.organisation('gd'), layout.organisation('gd-court')];
      const made = join(root, 'foreign');
      await issueAdministrator(foreign, own.admin, made);
      const identity = {
        certificateFile: join(made, 'msp', 'signcerts', `${own.admin.commonName}-cert.pem`),
        keyFile: join(made, 'msp', 'keystore', 'priv_sk'),
      };
      await assert.rejects(open({ identity }), notConnected('CONNECTION_REFUSED'));
    });

    it('does not find peers that are not there, nor believe those of another authority', async () => {
      const [own] = connection.peers;
      assert.ok(own);
      const nowhere = { ...own, endpoint: `127.0.0.1:${topology.organisations[0]!.peer.port - 1}` };
      await assert.rejects(open({ peers: [nowhere] }), ledgerError('LEDGER_UNAVAILABLE'));
      const tlsRootFile = network.means.layout.organisation('gd-court').tlsCaFile;
      await assert.rejects(open({ peers: [{ ...own, tlsRootFile }] }), ledgerError('LEDGER_UNAVAILABLE'));
      // One of them is enough.
      await (await open({ peers: [nowhere, own] })).close();
    });

    it('is not let into a channel that is not there', () =>
      assert.rejects(open({ channel: 'another' }), notConnected('CONNECTION_REFUSED')));

    it('notices that what answers is not the rules', async () => {
      const ledger = await open({});
      await ledger.submit(notebook.add, { counter: 'before', by: 1 });
      await deploy(network, { chaincodeMain: mainOf('./strange-chaincode.js') });
      await assert.rejects(
        ledger.submit(notebook.add, { counter: 'after', by: 1 }),
        ledgerError('LEDGER_CORRUPT'),
      );
      await assert.rejects(ledger.evaluate(notebook.value, { id: 'before' }), ledgerError('LEDGER_CORRUPT'));
      await ledger.close();
      await assert.rejects(open({}), notConnected('CONNECTION_OTHER_CHAINCODE'));
      await deploy(network, { chaincodeMain: notesMain });
      const again = await open({});
      assert.equal(await again.evaluate(notebook.value, { id: 'before' }), 1);
      await again.close();
    });

    it('does not take a channel for its own that began with another block', async () => {
      await stopNetwork(directory);
      await cp(join(directory, 'channel'), join(root, 'channel'), { recursive: true });
      await rm(join(directory, 'channel'), { recursive: true });
      await assert.rejects(startNetwork({ directory, topology }), refused('FABRIC_CHANNEL_EXISTS'));
      await assertClean(directory);
      await rm(join(directory, 'channel'), { recursive: true });
      await cp(join(root, 'channel'), join(directory, 'channel'), { recursive: true });
      network = await startNetwork({ directory, chaincodeMain: notesMain });
      await (await open({})).close();
    });

    it('leaves a clean machine when starting was killed at any step', async () => {
      const other = join(root, 'killed');
      const firstPort = topology.organisations[0]!.peer.port + 99;
      for (const step of ['identities', '4 orderers', 'waiting for a leader']) {
        const child = spawn(process.execPath, [mainOf('./starting-network.js'), other, String(firstPort)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        for await (const line of createInterface({ input: child.stdout })) {
          if (line.startsWith(step)) child.kill('SIGKILL');
        }
        await stopNetwork(other);
        await assertClean(other);
      }
      const whole = await startNetwork({ directory: other });
      await stopNetwork(other);
      await assertPortsFree(whole.topology);
      await assertClean(other);
      assert.equal(await stopNetwork(other), 0);
    });
  });
}

/** No process works in the directory: every process of a network does. */
async function assertClean(directory: string): Promise<void> {
  const places = await Promise.all(
    (await readdir('/proc')).map(async (pid) => ({
      pid,
      at: await readlink(`/proc/${pid}/cwd`).catch(() => undefined),
      runs: await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
    })),
  );
  assert.deepEqual(
    places.filter(({ at }) => at === directory),
    [],
  );
}
