import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import {
  addOrganisation,
  describeAddition,
  openFabricLedger,
  openNetwork,
  stopNetwork,
  startNetwork,
  type FabricLedger,
} from '../../src/fabric/index.js';
import {
  fabricAnchor,
  standBehind,
  verifyFabricCommandProof,
  type FabricAnchor,
} from '../../src/proof/index.js';
import { provider } from '../embedded.js';
import { notebook } from '../notes.js';
import {
  mainOf,
  notesMain,
  skipWithoutFabric,
  startNotesNetwork,
  type NetworkUnderTest,
} from './network-under-test.js';
import { SteadyLoad } from './steady-load.js';

const BOUND = 45_000;

if (!skipWithoutFabric('operations on a running Fabric network')) {
  describe('fabric: operations on a running network, under load', function () {
    this.timeout(240_000);
    let under: NetworkUnderTest;
    let directory: string;
    let ledger: FabricLedger;
    let load: SteadyLoad;

    before(async () => {
      under = await startNotesNetwork({ organisations: 3, orderers: 5 });
      ({ directory } = under.network);
      ledger = await under.open('mohrss');
    });
    after(async () => {
      await ledger.close();
      await stopNetwork(directory);
      await under.remove();
    });
    beforeEach(() => void (load = new SteadyLoad(ledger, `load-${Math.random().toString(36).slice(2, 8)}`)));
    afterEach(async () => {
      await load.more(20, BOUND);
      await load.stop();
      // Nothing is refused for what an operator does.
      assert.deepEqual([...load.codes], []);
      await load.assertKept(ledger);
    });

    const anchorNow = async (): Promise<FabricAnchor> =>
      fabricAnchor.parse(JSON.parse(await readFile(under.network.anchor, 'utf8')));
    const through = async <T>(
      organisation: string,
      use: (ledger: FabricLedger) => Promise<T>,
    ): Promise<T> => {
      const { connections } = await openNetwork(directory);
      const opened = await openFabricLedger({
        connection: connections[organisation] ?? '',
        clock: () => new Date(),
      });
      try {
        return await use(opened);
      } finally {
        await opened.close();
      }
    };

    it('shows the update that a province would need, and changes nothing', async () => {
      const shown = JSON.parse((await describeAddition(under.network, { id: 'zj' })) ?? '') as {
        write_set: { groups: { Application: { groups: Record<string, unknown> } } };
      };
      assert.ok(Object.hasOwn(shown.write_set.groups.Application.groups, 'zj'));
      const { topology } = await openNetwork(directory);
      assert.deepEqual(
        topology.organisations.map(({ id }) => id),
        ['mohrss', 'gd', 'gd-court'],
      );
    });

    it('adds a province, interrupted at every step, and the majority counts it from its block on', async () => {
      const before = await ledger.submit(notebook.add, { counter: 'before', by: 1 });
      for (const step of ['identities', 'configuration of the channel', 'peer', 'chaincode']) {
        await interruptedAt(directory, 'zj', step);
      }
      const network = await openNetwork(directory);
      assert.equal(await addOrganisation(network, { id: 'zj', chaincodeMain: notesMain }), true);
      assert.equal(
        await addOrganisation(await openNetwork(directory), { id: 'zj', chaincodeMain: notesMain }),
        false,
      );
      const status = await (await openNetwork(directory)).status();
      assert.ok(status.processes.every(({ pid }) => pid !== undefined));
      assert.ok(status.processes.some(({ name }) => name === 'chaincode-zj-1'));

      const anchor = await anchorNow();
      const from = anchor.organisations.find(({ id }) => id === 'zj')?.from ?? 0;
      assert.ok(from > before.height);
      // Two of three were a majority; three of four are now.
      const after = await through('zj', async (joined) => {
        const done = await joined.submit(notebook.add, { counter: 'after', by: 1 });
        const evidence = verifyFabricCommandProof(provider, await joined.prove(done.at));
        assert.ok(standBehind(provider, anchor, evidence).endorsers.length >= 3);
        assert.equal(evidence.command.caller, 'zj');
        return done;
      });
      assert.ok(after.height >= from);
      const earlier = verifyFabricCommandProof(provider, await ledger.prove(before.at));
      assert.ok(!standBehind(provider, anchor, earlier).endorsers.includes('zj'));
    });

    it('stops and starts with the province that was added', async () => {
      await load.stop();
      await stopNetwork(directory);
      const network = await startNetwork({ directory, chaincodeMain: notesMain });
      assert.ok(network.processes.includes('peer-zj') && network.processes.includes('chaincode-zj-1'));
      load = new SteadyLoad(ledger, 'again');
      assert.ok((await anchorNow()).organisations.some(({ id, from = 0 }) => id === 'zj' && from > 0));
    });
  });
}

/** Adds an organisation in a process of its own that is killed when it begins a step. */
async function interruptedAt(directory: string, id: string, step: string): Promise<void> {
  const child = spawn(process.execPath, [mainOf('./adding-organisation.js'), directory, id], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('exit', (_, signal) => resolve(signal)),
  );
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === step) child.kill('SIGKILL');
  }
  assert.equal(await ended, 'SIGKILL', step);
}
