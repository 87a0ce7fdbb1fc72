import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  addOrganisation,
  describeAddition,
  rejoinPeer,
  removeOrderer,
  renewCertificates,
  openFabricLedger,
  openNetwork,
  stopNetwork,
  startNetwork,
  NetworkError,
  type FabricLedger,
  type NetworkCode,
} from '../../src/fabric/index.js';
import { orderersOf } from '../../src/fabric/network/layout.js';
import { committedSequence } from '../../src/fabric/network/lifecycle.js';
import { assertPortsFree } from '../../src/fabric/network/ports.js';
import { beginningOf } from '../../src/fabric/network/process-identity.js';
import { organisationOf } from '../../src/fabric/network/topology.js';
import { standingAt } from '../../src/proof/fabric/anchor.js';
import {
  fabricAnchor,
  standBehind,
  verifyFabricCommandProof,
  type FabricAnchor,
} from '../../src/proof/index.js';
import { issueAdministrator } from './administrator.js';
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
const refused = (code: NetworkCode) => (error: unknown) =>
  error instanceof NetworkError && error.code === code;

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

    it("renews an organisation's certificates, one process after another", async () => {
      const { layout } = under.network.means;
      const place = layout.organisation('gd');
      const files = [place.peer, place.gateway, place.orderer(1), place.orderer(2)].flatMap((node) => [
        node.certificateFile,
        node.tls.certificateFile,
      ]);
      files.push(place.chaincode.tls.certificateFile);
      const read = () => Promise.all(files.map((file) => readFile(file, 'utf8')));
      const [before, done] = [await read(), await ledger.submit(notebook.add, { counter: 'old', by: 1 })];
      await renewCertificates(await openNetwork(directory), { id: 'gd' });
      const after = await read();
      assert.ok(before.every((certificate, i) => certificate !== after[i]));

      const anchor = await anchorNow();
      const ofGd = anchor.orderers.filter(({ organisation }) => organisation === 'gd');
      assert.equal(ofGd.filter(({ until }) => until === undefined).length, 2);
      assert.equal(ofGd.filter(({ until = 0 }) => until > done.height).length, 2);
      const proofs = [
        await ledger.prove(done.at),
        await through('gd', async (renewed) => {
          return renewed.prove((await renewed.submit(notebook.add, { counter: 'new', by: 1 })).at);
        }),
      ];
      for (const proof of proofs) standBehind(provider, anchor, verifyFabricCommandProof(provider, proof));
    });

    it("takes an administrator's certificate that the authority issued, and refuses another's", async () => {
      const { layout } = under.network.means;
      const [own, foreign] = [layout.organisation('gd'), layout.organisation('gd-court')];
      const brought = await mkdtemp(join(tmpdir(), 'renxin-brought-'));
      try {
        const renewing = async (issuer: typeof own) => {
          await issueAdministrator(issuer, own.admin, join(brought, 'admin'));
          await renewCertificates(await openNetwork(directory), { id: 'gd', from: brought });
        };
        const before = await readFile(own.admin.certificateFile, 'utf8');
        await assert.rejects(renewing(foreign), refused('FABRIC_IDENTITY_INVALID'));
        assert.equal(await readFile(own.admin.certificateFile, 'utf8'), before);
        await renewing(own);
        assert.notEqual(await readFile(own.admin.certificateFile, 'utf8'), before);
      } finally {
        await rm(brought, { recursive: true, force: true });
      }
      // Only an administrator is told what is approved.
      assert.equal(
        await committedSequence(under.network.means, organisationOf(under.network.topology, 'gd')),
        1,
      );
    });

    it('removes an orderer, the one that leads', async () => {
      const network = await openNetwork(directory);
      const name = (await network.leader()) ?? '';
      const before = await ledger.submit(notebook.add, { counter: 'five', by: 1 });
      await removeOrderer(network, { name });
      const later = await openNetwork(directory);
      assert.equal(orderersOf(later.topology).length, 4);
      assert.ok(!later.processes.includes(name));
      const anchor = await anchorNow();
      const after = await ledger.submit(notebook.add, { counter: 'four', by: 1 });
      for (const { at } of [before, after])
        standBehind(provider, anchor, verifyFabricCommandProof(provider, await ledger.prove(at)));
      assert.equal(standingAt(anchor.orderers, before.height).length, 5);
      assert.equal(standingAt(anchor.orderers, after.height).length, 4);
      // Four are the fewest for BFT.
      const [next] = orderersOf(later.topology);
      await assert.rejects(
        removeOrderer(later, { name: next?.name ?? '' }),
        refused('FABRIC_TOPOLOGY_INVALID'),
      );
      await assert.rejects(removeOrderer(later, { name }), refused('FABRIC_PROCESS_UNKNOWN'));
    });

    it('lets a peer begin anew from the first block, and another from a snapshot', async () => {
      const early = await ledger.submit(notebook.add, { counter: 'early', by: 1 });
      await rejoinPeer(await openNetwork(directory), { id: 'gd-court', chaincodeMain: notesMain });
      await rejoinPeer(await openNetwork(directory), {
        id: 'zj',
        snapshotOf: 'gd-court',
        chaincodeMain: notesMain,
      });
      const anchor = await anchorNow();
      for (const organisation of ['gd-court', 'zj']) {
        await through(organisation, async (rejoined) => {
          assert.equal(await rejoined.evaluate(notebook.value, { id: 'early' }), 1);
          await rejoined.submit(notebook.add, { counter: 'late', by: 1 });
          // A peer with a snapshot does not have this block: another one is asked.
          const proof = verifyFabricCommandProof(provider, await rejoined.prove(early.at));
          standBehind(provider, anchor, proof);
        });
      }
    });

    it('leaves a clean machine', async () => {
      await load.stop();
      const { topology, processes } = await openNetwork(directory);
      const pids = await Promise.all(processes.map((name) => under.network.pidOf(name)));
      await stopNetwork(directory);
      await assertPortsFree(topology);
      for (const pid of pids) if (pid !== undefined) assert.equal(await beginningOf(pid), undefined);
      await startNetwork({ directory, chaincodeMain: notesMain });
      load = new SteadyLoad(ledger, 'last');
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
