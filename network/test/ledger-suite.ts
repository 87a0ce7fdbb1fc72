import { canonical, type Json } from '@renxin/chaincode/canonical';
import { ContractError, ContractFault, type Collection } from '@renxin/chaincode/kernel';
import type { Signer } from '@renxin/seal/signer';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { LedgerError, type Ledger, type LedgerEvent, type Position, type TxPosition } from '../src/index.js';
import { counters, notebook, notes, signedNote } from './notes.js';

/** A fresh ledger that runs the contracts of notes.ts, with what the suite needs to look at its records and proofs. */
export interface LedgerUnderTest {
  readonly ledger: Ledger;
  /** A record as the ledger holds it; null when there is none. */
  record(collection: Collection<Json>, id: string): Promise<Json>;
  readonly proofs: LedgerProofs;
  remove(): Promise<void>;
}

/** Proves and verifies offline; throws when a proof does not hold. */
export interface LedgerProofs {
  command(at: TxPosition): Promise<{
    contract: string;
    operation: string;
    input: Json;
    result: Json;
    time: string;
  }>;
  /** Proves a record now; what it returns verifies the proof, as often as it is called. */
  state(collection: Collection<Json>, id: string): Promise<() => Json>;
}

export interface SuiteSettings {
  /** Milliseconds for one test. */
  readonly timeout?: number;
  /** How many plans are compared with the model. */
  readonly runs?: number;
}

/** What every implementation of the Ledger port promises. */
export function ledgerSuite(
  name: string,
  open: () => Promise<LedgerUnderTest>,
  author: Signer,
  { timeout = 20_000, runs = 15 }: SuiteSettings = {},
): void {
  describe(`ledger: ${name}`, function () {
    this.timeout(timeout);
    let under: LedgerUnderTest;
    let ledger: LedgerUnderTest['ledger'];

    beforeEach(async () => {
      under = await open();
      ledger = under.ledger;
    });
    afterEach(async () => {
      await ledger.close();
      await under.remove();
    });

    it('answers a command when it is final, with its place', async () => {
      const note = await signedNote(author, ledger.name, 'first', 'hello');
      const committed = await ledger.submit(notebook.write, note);
      assert.deepEqual(committed.result, { id: 'first', revision: 1 });
      assert.match(committed.at.txId, /^[0-9a-f]+$/);
      const read = await ledger.evaluate(notebook.read, { id: 'first' });
      assert.deepEqual(read, { text: 'hello', by: author.key, revision: 1 });
    });

    it('answers the same command again the same', async () => {
      const note = await signedNote(author, ledger.name, 'same', 'text');
      const first = await ledger.submit(notebook.write, note);
      const second = await ledger.submit(notebook.write, note);
      assert.deepEqual(second.result, first.result);
      assert.equal((await ledger.evaluate(notebook.read, { id: 'same' })).revision, 1);
    });

    it('gives each of many commands its own answer', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => ledger.submit(notebook.add, { counter: `c-${i}`, by: i })),
      );
      assert.deepEqual(
        answers.map(({ result }) => result.value),
        Array.from({ length: 50 }, (_, i) => i),
      );
      const places = new Set(answers.map(({ at }) => `${at.txId} ${at.index}`));
      assert.equal(places.size, 50);
    });

    it('refuses with the code of the rules and leaves nothing behind', async () => {
      const forged = { ...(await signedNote(author, ledger.name, 'n', 'text')), text: 'other' };
      await assert.rejects(ledger.submit(notebook.write, forged), refusal('SIGNATURE_INVALID'));
      const elsewhere = await signedNote(author, 'other-ledger', 'n', 'text');
      await assert.rejects(ledger.submit(notebook.write, elsewhere), refusal('SIGNATURE_INVALID'));
      await assert.rejects(
        ledger.submit(notebook.add, { counter: 'c', by: -1 }),
        refusal('CONTRACT_STATE', { counter: 'c' }),
      );
      await assert.rejects(
        ledger.submit(notebook.add, { counter: 'C/..', by: 1 }),
        refusal('INPUT_INVALID', { faults: ['/counter'] }),
      );
      await assert.rejects(
        ledger.submit({ ...notebook.add, name: 'toString' }, { counter: 'c', by: 1 }),
        refusal('UNKNOWN_COMMAND'),
      );
      await assert.rejects(
        ledger.evaluate(notebook.read, { id: 'n' }),
        refusal('CONTRACT_UNKNOWN', { id: 'n' }),
      );
      await ledger.submit(notebook.add, { counter: 'other', by: 0 });
      assert.equal(await under.record(notes, 'n'), null);
      assert.equal(await under.record(counters, 'c'), null);
    });

    it('rejects with the fault when a contract is defective, and goes on', async () => {
      await assert.rejects(ledger.submit(notebook.defect, null), (error) => error instanceof ContractFault);
      assert.deepEqual((await ledger.submit(notebook.add, { counter: 'c', by: 1 })).result, { value: 1 });
    });

    it('lets commands of one batch fail without the others', async () => {
      const settled = await Promise.allSettled([
        ledger.submit(notebook.add, { counter: 'a', by: 1 }),
        ledger.submit(notebook.add, { counter: 'b', by: -1 }),
        ledger.submit(notebook.defect, null),
        ledger.submit(notebook.add, { counter: 'd', by: 2 }),
      ]);
      assert.deepEqual(
        settled.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
      );
      assert.equal(await ledger.evaluate(notebook.value, { id: 'a' }), 1);
      assert.equal(await ledger.evaluate(notebook.value, { id: 'b' }), 0);
      assert.equal(await ledger.evaluate(notebook.value, { id: 'd' }), 2);
    });

    it('keeps the order of commands that fight for one key', async () => {
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          ledger.submit(notebook.add, { counter: i % 8 === 7 ? `cold-${i}` : 'hot', by: 1 }),
        ),
      );
      const hot = answers.filter((_, i) => i % 8 !== 7).map(({ result }) => result.value);
      assert.deepEqual(
        hot,
        Array.from({ length: 35 }, (_, i) => i + 1),
      );
    });

    it('proves each command', async function () {
      const { proofs } = under;
      const inputs = Array.from({ length: 11 }, (_, i) => ({ counter: `p-${i}`, by: i + 1 }));
      const answers = await Promise.all(inputs.map((input) => ledger.submit(notebook.add, input)));
      for (const [i, { at, result, time }] of answers.entries()) {
        const proven = await proofs.command(at);
        assert.deepEqual(
          [proven.contract, proven.operation, proven.input, proven.result, proven.time],
          ['notes', 'add', inputs[i], result, time],
        );
      }
    });

    it('has no proof of what is not there', async function () {
      const { proofs } = under;
      const { at } = await ledger.submit(notebook.add, { counter: 'c', by: 1 });
      await assert.rejects(proofs.command({ ...at, index: at.index + 1 }), ledgerError('LEDGER_TX_UNKNOWN'));
      await assert.rejects(proofs.command({ ...at, index: -1 }), ledgerError('LEDGER_TX_UNKNOWN'));
      await assert.rejects(
        proofs.command({ txId: '0'.repeat(at.txId.length), index: 0 }),
        ledgerError('LEDGER_TX_UNKNOWN'),
      );
      await assert.rejects(proofs.command({ txId: '../x', index: 0 }), ledgerError('LEDGER_TX_UNKNOWN'));
    });

    it('proves a record, its absence, and its later state', async function () {
      const { proofs } = under;
      await ledger.submit(notebook.add, { counter: 'a', by: 1 });
      const before = await proofs.state(counters, 'a');
      assert.deepEqual(before(), { value: 1 });
      assert.equal((await proofs.state(counters, 'b'))(), null);
      await ledger.submit(notebook.add, { counter: 'a', by: 2 });
      assert.deepEqual((await proofs.state(counters, 'a'))(), { value: 3 });
      assert.deepEqual(before(), { value: 1 });
    });

    it('replays events in order, then follows', async () => {
      await ledger.submit(notebook.add, { counter: 'e', by: 1 });
      await ledger.submit(notebook.add, { counter: 'silent', by: 0 });
      await ledger.submit(notebook.add, { counter: 'e', by: 2 });
      const events = ledger.events()[Symbol.asyncIterator]();
      const [one, two] = [await nextOf(events), await nextOf(events)];
      // An event says where its command is to be proven.
      for (const { txId, index } of [one, two]) await ledger.prove({ txId, index });
      const later = events.next();
      await ledger.submit(notebook.add, { counter: 'e', by: 3 });
      const three = (await later).value as LedgerEvent;
      assert.deepEqual(
        [one, two, three].map(({ payload }) => (payload as { by: number }).by),
        [1, 2, 3],
      );
      assert.ok(isAfter(two.position, one.position) && isAfter(three.position, two.position));
      const rest = ledger.events(one.position)[Symbol.asyncIterator]();
      assert.deepEqual(await nextOf(rest), two);
      await rest.return?.();
      await events.return?.();
    });

    it('ends a feed that waits when its reader leaves', async () => {
      const events = ledger.events()[Symbol.asyncIterator]();
      const waiting = events.next();
      await events.return?.();
      assert.equal((await waiting).done, true);
    });

    it('waits for what was accepted, then refuses', async () => {
      const accepted = Array.from({ length: 20 }, (_, i) =>
        ledger.submit(notebook.add, { counter: `w-${i}`, by: 1 }),
      );
      const feed = drained(ledger.events());
      await ledger.close();
      assert.equal((await Promise.all(accepted)).length, 20);
      assert.ok((await feed) <= 20);
      const closed = ledgerError('LEDGER_CLOSED');
      await assert.rejects(ledger.submit(notebook.add, { counter: 'c', by: 1 }), closed);
      await assert.rejects(ledger.evaluate(notebook.value, { id: 'c' }), closed);
      await assert.rejects(under.record(counters, 'c'), closed);
      await assert.rejects(ledger.height(), closed);
      await ledger.close();
    });

    it('does what a plain map does, whatever is submitted at once', async function () {
      this.timeout(Math.max(60_000, timeout));
      const step = fc.record({
        counter: fc.constantFrom('ka', 'kb', 'kc', 'kd'),
        by: fc.integer({ min: -3, max: 5 }),
      });
      const bursts = fc.array(fc.array(step, { minLength: 1, maxLength: 12 }), { maxLength: 8 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(bursts, async (plan) => {
          await assertLikeModel(under, plan, `r${run++}`);
        }),
        { numRuns: runs },
      );
    });
  });
}

type Step = { counter: string; by: number };

/** Each burst is submitted at once; answers, refusals, records and proofs are those of commands one after another. */
async function assertLikeModel(
  { ledger, record }: LedgerUnderTest,
  plan: Step[][],
  run: string,
): Promise<void> {
  const model = new Map<string, number>();
  for (const burst of plan) {
    const settled = await Promise.allSettled(
      burst.map(({ counter, by }) => ledger.submit(notebook.add, { counter: `${run}-${counter}`, by })),
    );
    for (const [i, { counter, by }] of burst.entries()) {
      const value = (model.get(counter) ?? 0) + by;
      const outcome = settled[i]!;
      if (value < 0) {
        assert.ok(outcome.status === 'rejected' && refusal('CONTRACT_STATE')(outcome.reason));
      } else {
        assert.ok(outcome.status === 'fulfilled', String((outcome as PromiseRejectedResult).reason));
        assert.deepEqual(outcome.value.result, { value });
        model.set(counter, value);
      }
    }
  }
  for (const counter of ['ka', 'kb', 'kc', 'kd']) {
    const value = model.get(counter);
    if (model.size === 0) continue;
    const proven = await record(counters, `${run}-${counter}`);
    assert.equal(canonical(proven), canonical(value === undefined ? null : { value }));
  }
}

export function refusal(code: string, members?: Json): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ContractError, String(error));
    assert.equal(error.code, code);
    if (members !== undefined) assert.deepEqual(error.members, members);
    return true;
  };
}

export function ledgerError(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof LedgerError, String(error));
    assert.equal(error.code, code);
    return true;
  };
}

async function nextOf(events: AsyncIterator<LedgerEvent>): Promise<LedgerEvent> {
  const { value, done } = await events.next();
  assert.ok(done !== true);
  return value;
}

async function drained(events: AsyncIterable<LedgerEvent>): Promise<number> {
  let count = 0;
  for await (const _ of events) count++;
  return count;
}

function isAfter(a: Position, b: Position): boolean {
  return a.height > b.height || (a.height === b.height && a.index > b.index);
}
