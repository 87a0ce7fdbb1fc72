import { toBase64url } from '@renxin/chaincode/canonical';
import { generateSigner, signerOf } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { FabricLedger } from '../../src/fabric/index.js';
import { LedgerError } from '../../src/index.js';
import { ledgerError } from '../ledger-suite.js';
import { notebook, signedNote } from '../notes.js';
import { mainOf, skipWithoutFabric, startNotesNetwork, type NetworkUnderTest } from './network-under-test.js';
import { SteadyLoad } from './steady-load.js';

/** How long the service may be silent after a fault. */
const BOUND = 45_000;

if (!skipWithoutFabric('faults of a Fabric network')) {
  describe('fabric: faults under steady load', function () {
    this.timeout(240_000);
    let under: NetworkUnderTest;
    let ledger: FabricLedger;
    let other: FabricLedger;

    before(async () => {
      under = await startNotesNetwork({});
      ledger = await under.open('gd', { outcomePatience: 40_000 });
      other = await under.open('mohrss');
    });
    after(async () => {
      await ledger.close();
      await other.close();
      await under.remove();
    });

    /** Load, a fault, answers again, what was killed started again, everything there once, all peers agree. */
    async function survives(name: string, fault: string, restartAfter: number): Promise<void> {
      const load = new SteadyLoad(ledger, name);
      try {
        await load.more(20, BOUND);
        await under.network.kill(fault);
        await setTimeout(restartAfter);
        await load.more(20, BOUND);
        await under.network.restart(fault);
        await load.more(20, BOUND);
      } finally {
        await load.stop();
      }
      await agree();
      await load.assertKept(other);
    }

    /** All peers have the same height: only then does another gateway see what was answered here. */
    async function agree(): Promise<void> {
      const until = Date.now() + BOUND;
      for (;;) {
        const heights = await Promise.all(
          under.network.topology.organisations.map(({ id }) => under.network.height(id)),
        );
        if (new Set(heights).size === 1 && heights[0] !== undefined) return;
        assert.ok(Date.now() < until, `heights ${heights.join(', ')}`);
        await setTimeout(100);
      }
    }

    it('survives the leading orderer', async () => {
      const leader = await under.network.leader();
      assert.ok(leader !== undefined);
      await survives('leader', leader, 0);
    });

    it('survives the own peer', () => survives('own-peer', 'peer-gd', 500));
    it('survives a peer of another organisation that is away for a while', () =>
      survives('other-peer', 'peer-sh', 3000));
    it('survives the own chaincode process', () => survives('chaincode', 'chaincode-gd-1', 500));

    it('survives the gateway, killed with commands on their way', async () => {
      const { privateKey } = generateSigner('SM2');
      const writer = signerOf(privateKey);
      const connection = under.network.connections['gd'] ?? '';
      const program = mainOf('./writing-gateway.js');
      const child = spawn(process.execPath, [program, connection, toBase64url(privateKey)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const answered: string[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        answered.push(line);
        // The other seven are somewhere between the gateway and a block.
        if (answered.length === 20) child.kill('SIGKILL');
      }
      assert.ok(answered.length >= 20);
      await setTimeout(1000);
      for (const id of answered) assert.ok((await other.record(`note:${id}`)) !== undefined, id);
      const again = await under.open('gd');
      for (let i = 0; i < answered.length + 8; i++) {
        const note = await signedNote(writer, again.name, `killed-${i}`, 'text');
        assert.equal((await again.submit(notebook.write, note)).result.revision, 1);
      }
      await again.close();
    });

    it('refuses where no majority can endorse, and goes on after', async () => {
      const impatient = await under.open('gd', { patience: 3000 });
      const killed = ['peer-sh', 'peer-sc', 'peer-gd-court'];
      try {
        for (const name of killed) await under.network.kill(name);
        await assert.rejects(
          impatient.submit(notebook.add, { counter: 'no-majority', by: 1 }),
          ledgerError('LEDGER_UNAVAILABLE'),
        );
      } finally {
        for (const name of killed) await under.network.restart(name);
        await impatient.close();
      }
      const load = new SteadyLoad(ledger, 'after-majority');
      await load.more(20, BOUND);
      await load.stop();
      await agree();
      await load.assertKept(other);
      assert.equal(await other.evaluate(notebook.value, { id: 'no-majority' }), 0);
    });

    it('says so when orderers have no quorum, refuses what comes after, and goes on after', async () => {
      const impatient = await under.open('gd', { outcomePatience: 3000 });
      const killed = ['orderer-sh', 'orderer-gd-court'];
      try {
        for (const name of killed) await under.network.kill(name);
        await assert.rejects(
          impatient.submit(notebook.add, { counter: 'no-quorum', by: 1 }),
          ledgerError('LEDGER_OUTCOME_UNKNOWN'),
        );
        await assert.rejects(
          impatient.submit(notebook.add, { counter: 'no-quorum', by: 1 }),
          ledgerError('LEDGER_UNAVAILABLE'),
        );
      } finally {
        for (const name of killed) await under.network.restart(name);
      }
      const until = Date.now() + 2 * BOUND;
      for (;;) {
        try {
          const { result } = await impatient.submit(notebook.add, { counter: 'no-quorum', by: 1 });
          // What stayed unknown was committed once or never.
          assert.ok(result.value === 1 || result.value === 2);
          break;
        } catch (error) {
          assert.ok(error instanceof LedgerError && Date.now() < until, String(error));
          await setTimeout(200);
        }
      }
      await impatient.close();
      await agree();
    });

    it('has everything after a restart of everything', async () => {
      const load = new SteadyLoad(ledger, 'everything');
      try {
        await load.more(20, BOUND);
        const { processes } = under.network;
        await Promise.all(processes.map((name) => under.network.kill(name)));
        await Promise.all(processes.map((name) => under.network.restart(name)));
        await load.more(20, 2 * BOUND);
      } finally {
        await load.stop();
      }
      await agree();
      await load.assertKept(other);
    });
  });
}
