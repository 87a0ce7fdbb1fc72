import fc from 'fast-check';
import assert from 'node:assert/strict';
import { z } from 'zod';
import { canonicalBytes, type Json } from '../../src/canonical/index.js';
import {
  ContractError,
  ContractFault,
  contractsOf,
  defineContract,
  evaluate,
  execute,
  executeBatch,
  executeSideBySide,
  recordKey,
  type Collection,
  type Command,
  type Host,
  type Outcome,
  type Query,
  type ReadTx,
  type Request,
  type WriteTx,
} from '../../src/kernel/index.js';
import { p256Key, verifySignature } from '../world/keys.js';

/** A contract of nothing but steps: each command and query runs what the test hands it. */
const noteSchema = z.strictObject({ schema: z.literal(1), text: z.string() });
type Note = z.infer<typeof noteSchema>;
const notes: Collection<Note> = { name: 'note', parse: (value) => noteSchema.parse(value) };
const note = (text: string): Note => ({ schema: 1, text });

function world(run: Command<Json, Json>['run'], ask: Query<Json, Json>['run'] = async () => null) {
  const parse = (value: unknown) => value as Json;
  const strict = z.strictObject({ id: z.string().max(4), 'a/b~c': z.exactOptional(z.array(z.int())) });
  const contract = defineContract('test', {
    run: { kind: 'command', parse, run } satisfies Command<Json, Json>,
    ask: { kind: 'query', parse, run: ask } satisfies Query<Json, Json>,
    strict: {
      kind: 'command',
      parse: (v: unknown) => strict.parse(v),
      run: async (_tx, input) => input.id,
    },
  });
  return contractsOf(contract);
}

function host(state: Record<string, Json> = {}, change: Partial<Host> = {}): Host {
  return {
    txId: 'tx-1',
    ledger: 'test-ledger',
    time: '2026-03-02T01:00:00.000Z',
    caller: { organisation: 'gateway' },
    read: (key) => (Object.hasOwn(state, key) ? canonicalBytes(state[key]) : undefined),
    verify: () => {
      throw new Error('not asked for');
    },
    ...change,
  };
}

const request = (input: Json, operation = 'run'): Request => ({ contract: 'test', operation, input });

async function faultOf(run: Command<Json, Json>['run'], on = host()): Promise<string> {
  const outcome = await execute(world(run), on, request({}));
  assert.equal(outcome.kind, 'fault');
  assert.ok(outcome.kind === 'fault' && outcome.fault instanceof ContractFault);
  return outcome.fault.message;
}

describe('execute', () => {
  it('gives result, writes and event as canonical bytes, and what the transaction is', async () => {
    const contracts = world(async (tx, input) => {
      await tx.put(notes, 'a', note('b'));
      tx.emit('noted', { z: 1, a: [input] });
      return { time: tx.time, id: tx.id, ledger: tx.ledger, caller: { ...tx.caller } };
    });
    const outcome = await execute(contracts, host(), request({ x: 1 }));
    assert.deepEqual(outcome, {
      kind: 'done',
      input: { x: 1 },
      result: {
        time: '2026-03-02T01:00:00.000Z',
        id: 'tx-1',
        ledger: 'test-ledger',
        caller: { organisation: 'gateway' },
      },
      writes: [{ key: 'note:a', value: canonicalBytes({ schema: 1, text: 'b' }) }],
      event: { name: 'noted', payload: { a: [{ x: 1 }], z: 1 } },
    });
  });

  it('reads what is stored, once, and frozen', async () => {
    let reads = 0;
    const read = () => {
      reads++;
      return canonicalBytes(note('stored'));
    };
    const outcome = await execute(
      world(async (tx) => {
        const first = await tx.get(notes, 'a');
        const second = await tx.get(notes, 'a');
        assert.equal(first, second);
        assert.throws(() => ((first as { text: string }).text = 'x'), TypeError);
        return first?.text ?? null;
      }),
      host({}, { read }),
      request({}),
    );
    assert.equal(outcome.kind === 'done' && outcome.result, 'stored');
    assert.equal(reads, 1);
  });

  it('gives undefined for what is not there', async () => {
    const outcome = await execute(
      world(async (tx) => (await tx.get(notes, 'a')) === undefined),
      host(),
      request({}),
    );
    assert.equal(outcome.kind === 'done' && outcome.result, true);
  });

  it('refuses with the code and members of the rules, and leaves no write', async () => {
    const outcome = await execute(
      world(async (tx) => {
        await tx.put(notes, 'a', note('b'));
        tx.emit('noted', {});
        throw new ContractError('CONTRACT_STATE', { state: 'DRAFT' });
      }),
      host(),
      request({}),
    );
    assert.deepEqual(outcome, { kind: 'refused', code: 'CONTRACT_STATE', members: { state: 'DRAFT' } });
  });

  it('refuses operations that are not there: UNKNOWN_COMMAND', async () => {
    const contracts = world(async () => null);
    for (const [contract, operation] of [
      ['test', 'nothing'],
      ['test', 'ask'],
      ['test', 'constructor'],
      ['test', '__proto__'],
      ['other', 'run'],
    ] as const) {
      const outcome = await execute(contracts, host(), { contract, operation, input: {} });
      assert.equal(outcome.kind === 'refused' && outcome.code, 'UNKNOWN_COMMAND', operation);
    }
    await assert.rejects(evaluate(contracts, host(), request({}, 'run')), { code: 'UNKNOWN_COMMAND' });
  });

  it('refuses input by JSON pointers, without the values: INPUT_INVALID', async () => {
    const contracts = world(async () => null);
    const invalid = { id: 'secret-name', 'a/b~c': [1, 'secret', 0.5], secret: 1 };
    const outcome = await execute(contracts, host(), request(invalid, 'strict'));
    assert.deepEqual(outcome, {
      kind: 'refused',
      code: 'INPUT_INVALID',
      members: { faults: ['/id', '/a~1b~0c/1', '/a~1b~0c/2', ''] },
    });
    const many = { id: 'a', 'a/b~c': new Array(1000).fill('x') as Json[] };
    const cut = await execute(contracts, host(), request(many, 'strict'));
    assert.equal(cut.kind === 'refused' && (cut.members['faults'] as Json[]).length, 32);
  });

  it('refuses input that has no canonical form: INPUT_INVALID', async () => {
    for (const input of ['\ud800', 0.5, undefined, () => 1] as unknown[]) {
      const outcome = await execute(
        world(async () => null),
        host(),
        request(input as Json),
      );
      assert.deepEqual(outcome, { kind: 'refused', code: 'INPUT_INVALID', members: { faults: [''] } });
    }
  });
});

describe('the guard', () => {
  it('faults a read after a write', async () => {
    const message = await faultOf(async (tx) => {
      await tx.put(notes, 'a', note('b'));
      await tx.get(notes, 'a');
      return null;
    });
    assert.equal(message, 'a key is used again after it was written');
  });

  it('faults a read after a write, also of a key that was read before', async () => {
    const message = await faultOf(async (tx) => {
      await tx.get(notes, 'a');
      await tx.put(notes, 'a', note('b'));
      await tx.get(notes, 'a');
      return null;
    });
    assert.equal(message, 'a key is used again after it was written');
  });

  it('faults a second write of a key', async () => {
    const message = await faultOf(async (tx) => {
      await tx.put(notes, 'a', note('b'));
      await tx.put(notes, 'a', note('c'));
      return null;
    });
    assert.equal(message, 'a key is used again after it was written');
  });

  it('faults a second event', async () => {
    const message = await faultOf(async (tx) => {
      tx.emit('one', {});
      tx.emit('two', {});
      return null;
    });
    assert.equal(message, 'a second event');
  });

  it('faults a write and an event of a query', async () => {
    const writing = world(
      async () => null,
      async (tx) => {
        await (tx as WriteTx).put(notes, 'a', note('b'));
        return null;
      },
    );
    await assert.rejects(evaluate(writing, host(), request({}, 'ask')), ContractFault);
    const emitting = world(
      async () => null,
      async (tx) => {
        (tx as WriteTx).emit('noted', {});
        return null;
      },
    );
    await assert.rejects(evaluate(emitting, host(), request({}, 'ask')), ContractFault);
  });

  it('cannot be swallowed by the rules', async () => {
    const message = await faultOf(async (tx) => {
      await tx.put(notes, 'a', note('b'));
      await tx.get(notes, 'a').catch(() => undefined);
      return 'as if nothing had happened';
    });
    assert.equal(message, 'a key is used again after it was written');
    const refusing = await faultOf(async (tx) => {
      await tx.put(notes, 'a', note('b'));
      await tx.get(notes, 'a').catch(() => undefined);
      throw new ContractError('CONTRACT_STATE');
    });
    assert.equal(refusing, 'a key is used again after it was written');
  });

  it('faults a record, read or written, that is not of its schema', async () => {
    const writing = await faultOf(async (tx) => {
      await tx.put(notes, 'a', { schema: 1, text: 'b', more: 1 } as Note);
      return null;
    });
    assert.equal(writing, 'the operation failed');
    const reading = (tx: ReadTx) => tx.get(notes, 'a').then(() => null);
    for (const stored of [{ schema: 2, text: 'b' }, 'text', null]) {
      const message = await faultOf(reading, host({ 'note:a': stored }));
      assert.equal(message, 'a stored record is not of its schema');
    }
    const notJson = host({}, { read: () => new TextEncoder().encode('{"text":"b", "schema":1}') });
    assert.equal(await faultOf(reading, notJson), 'a stored record is not of its schema');
    await assert.rejects(
      evaluate(
        world(async () => null, reading),
        notJson,
        request({}, 'ask'),
      ),
      ContractFault,
    );
  });

  it('faults a result or an event that has no canonical form', async () => {
    await faultOf(async () => 0.5);
    await faultOf(async () => undefined as unknown as Json);
    await faultOf(async (tx) => {
      tx.emit('noted', { at: Infinity });
      return null;
    });
    await assert.rejects(
      evaluate(
        world(
          async () => null,
          async () => NaN,
        ),
        host(),
        request({}, 'ask'),
      ),
      ContractFault,
    );
  });

  it('faults any error of the rules that is no refusal', async () => {
    const message = await faultOf(async () => {
      throw new TypeError('a defect');
    });
    assert.equal(message, 'the operation failed');
    await assert.rejects(
      evaluate(
        world(
          async () => null,
          async () => {
            throw new TypeError('a defect');
          },
        ),
        host(),
        request({}, 'ask'),
      ),
      ContractFault,
    );
  });

  it('faults a write after the end', async () => {
    let late: Promise<void> | undefined;
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    const outcome = await execute(
      world(async (tx) => {
        late = gate.then(() => tx.put(notes, 'a', note('b')));
        return null;
      }),
      host(),
      request({}),
    );
    go();
    await assert.rejects(late!, ContractFault);
    assert.deepEqual(outcome.kind === 'done' && outcome.writes, []);
  });

  it('faults keys that are not [a-z0-9:._-]{1,128}', async () => {
    for (const id of ['', 'A', 'a b', 'a/b', '中', 'a'.repeat(124)]) {
      assert.throws(() => recordKey(notes, id), ContractFault, id);
      await faultOf(async (tx) => tx.get(notes, id).then(() => null));
    }
    assert.equal(recordKey(notes, 'a'.repeat(123)).length, 128);
    assert.throws(() => recordKey({ name: 'a:b' }, 'A'), ContractFault);
  });
});

describe('the host', () => {
  it('has its errors passed through, from a command and from a query', async () => {
    const lost = new Error('disk');
    const broken = host(
      {},
      {
        read: () => {
          throw lost;
        },
      },
    );
    const reading = (tx: ReadTx) => tx.get(notes, 'a').then(() => null);
    const swallowing = (tx: ReadTx) => reading(tx).catch(() => null);
    for (const run of [reading, swallowing]) {
      await assert.rejects(execute(world(run), broken, request({})), lost);
      await assert.rejects(
        evaluate(
          world(async () => null, run),
          broken,
          request({}, 'ask'),
        ),
        lost,
      );
      await assert.rejects(executeBatch(world(run), broken, [request({}), request({})]), lost);
    }
  });

  it('has errors of its verification passed through', async () => {
    const lost = new Error('no engine');
    const broken = host(
      {},
      {
        verify: () => {
          throw lost;
        },
      },
    );
    const signature = 'A'.repeat(42) + 'E' + 'A'.repeat(42) + 'Q';
    const run = async (tx: ReadTx) => tx.verify(p256Key('a').key, new Uint8Array(1), signature);
    await assert.rejects(execute(world(run), broken, request({})), lost);
  });

  it('is refused with a time that is no instant', async () => {
    const contracts = world(async () => null);
    await assert.rejects(execute(contracts, host({}, { time: '2026-03-02' }), request({})), ContractFault);
    const asking = world(
      async () => null,
      async (tx) => tx.time,
    );
    await assert.rejects(evaluate(asking, host({}, { time: 'now' }), request({}, 'ask')), ContractFault);
  });

  it('is asked about well-formed signatures only', async () => {
    const by = p256Key('signer');
    const message = new TextEncoder().encode('message');
    const good = by.sign(message);
    const asked: string[] = [];
    const verifying = host(
      {},
      {
        verify: (key, bytes, signature) => {
          asked.push(Buffer.from(signature).toString('base64url'));
          return verifySignature(key, bytes, signature);
        },
      },
    );
    const given = async (signature: string) => {
      const outcome = await execute(
        world(async (tx) => tx.verify(by.key, message, signature)),
        verifying,
        request({}),
      );
      return outcome.kind === 'done' && outcome.result;
    };
    assert.equal(await given(good), true);
    const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
    const bytes = Buffer.from(good, 'base64url');
    const of = (r: Uint8Array | string, s: Uint8Array | string) =>
      Buffer.concat(
        [r, s].map((each) => (typeof each === 'string' ? Buffer.from(each, 'hex') : each)),
      ).toString('base64url');
    const [r, s] = [bytes.subarray(0, 32), bytes.subarray(32)];
    for (const bad of [
      '',
      good.slice(1),
      `${good}A`,
      `${good.slice(0, -1)}=`,
      'A'.repeat(100_000),
      of('00'.repeat(32), s),
      of(r, '00'.repeat(32)),
      of(order, s),
      of(r, order),
      of('ff'.repeat(32), s),
    ]) {
      assert.equal(await given(bad), false);
    }
    assert.deepEqual(asked, [good]);
  });
});

describe('executeBatch', () => {
  /** Reads and writes what its input says, in this order. */
  const contracts = world(async (tx, input) => {
    const {
      read = [],
      write = [],
      event,
      refuse,
    } = input as {
      read?: string[];
      write?: string[];
      event?: string;
      refuse?: boolean;
    };
    const texts: (string | null)[] = [];
    for (const id of read) texts.push((await tx.get(notes, id))?.text ?? null);
    for (const id of write) await tx.put(notes, id, note(`${id} by ${tx.id}`));
    if (event !== undefined) tx.emit(event, {});
    if (refuse === true) throw new ContractError('CONTRACT_STATE');
    return texts;
  });
  const kinds = (outcomes: Outcome[]) => outcomes.map(({ kind }) => kind);
  const batch = (...inputs: Json[]) =>
    executeBatch(
      contracts,
      host(),
      inputs.map((input) => request(input)),
    );

  it('keeps the order, with an outcome for each', async () => {
    const outcomes = await batch({ write: ['a'], event: 'one' }, { write: ['b'] }, { event: 'three' });
    assert.deepEqual(kinds(outcomes), ['done', 'done', 'done']);
    assert.deepEqual(
      outcomes.map((each) => each.kind === 'done' && [each.event?.name, each.writes.map(({ key }) => key)]),
      [
        ['one', ['note:a']],
        [undefined, ['note:b']],
        ['three', []],
      ],
    );
  });

  it('is nothing for no command', async () => {
    assert.deepEqual(await batch(), []);
  });

  it('defers a command that reads or writes what an earlier one wrote', async () => {
    const outcomes = await batch({ write: ['a'] }, { read: ['a'] }, { write: ['a'] }, { read: ['b'] });
    assert.deepEqual(kinds(outcomes), ['done', 'deferred', 'deferred', 'done']);
  });

  it('defers it also when the rules would swallow that or refuse after it', async () => {
    const swallowing = world(async (tx, input) => {
      if (input === 'write') await tx.put(notes, 'a', note('b'));
      else await tx.get(notes, 'a').catch(() => undefined);
      if (input === 'refuse') throw new ContractError('CONTRACT_STATE');
      return null;
    });
    const outcomes = await executeBatch(
      swallowing,
      host(),
      ['write', 'read', 'refuse'].map((i) => request(i)),
    );
    assert.deepEqual(kinds(outcomes), ['done', 'deferred', 'deferred']);
  });

  it('lets a refused or deferred command leave no write behind', async () => {
    const outcomes = await batch(
      { write: ['a'], refuse: true },
      { write: ['a'] },
      { read: ['a'], write: ['b'] },
      { write: ['b'] },
    );
    assert.deepEqual(kinds(outcomes), ['refused', 'done', 'deferred', 'done']);
  });

  it('lets a fault leave no write behind', async () => {
    const outcomes = await batch({ write: ['a', 'a'] }, { write: ['a'] });
    assert.deepEqual(kinds(outcomes), ['fault', 'done']);
  });

  it('goes on after a refusal and an unknown command', async () => {
    const outcomes = await executeBatch(contracts, host(), [
      request({}, 'nothing'),
      request({ refuse: true }),
      request({ write: ['a'] }),
    ]);
    assert.deepEqual(kinds(outcomes), ['refused', 'refused', 'done']);
  });

  it('reads a record once for all', async () => {
    let reads = 0;
    const read = () => {
      reads++;
      return canonicalBytes(note('stored'));
    };
    const three = [1, 2, 3].map(() => request({ read: ['a'] }));
    const outcomes = await executeBatch(contracts, host({}, { read }), three);
    assert.deepEqual(
      outcomes.map((each) => each.kind === 'done' && each.result),
      [['stored'], ['stored'], ['stored']],
    );
    assert.equal(reads, 1);
  });

  it('gives the same as one after the other, for what it does not defer', async () => {
    const state = new Map<string, Uint8Array>();
    const on = () => host({}, { read: (key) => state.get(key) });
    const inputs = [{ write: ['a'] }, { read: ['b'], write: ['c'] }, { read: ['a'], write: ['d'] }];
    const together = await executeBatch(
      contracts,
      on(),
      inputs.map((input) => request(input)),
    );
    const alone: Outcome[] = [];
    for (const input of inputs) {
      const outcome = await execute(contracts, on(), request(input));
      alone.push(outcome);
      if (outcome.kind === 'done') for (const { key, value } of outcome.writes) state.set(key, value);
    }
    assert.deepEqual(together.slice(0, 2), alone.slice(0, 2));
    assert.equal(together[2]?.kind, 'deferred');
    assert.deepEqual(alone[2]?.kind === 'done' && alone[2].result, ['a by tx-1']);
  });

  it('gives the same side by side, and asks the host for the same however fast it answers', async () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const plan = fc.record({
      read: fc.array(ids, { maxLength: 3 }),
      write: fc.array(ids, { maxLength: 2 }),
      refuse: fc.boolean(),
    });
    const stored = new Map([['note:a', canonicalBytes(note('stored'))]]);
    const delays = fc.array(fc.nat(3), { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { maxLength: 12 }), delays, async (inputs, turns) => {
        const requests = inputs.map((input) => request(input));
        const one = await executeBatch(contracts, host({}, { read: (key) => stored.get(key) }), requests);
        const reads = async (delay: (key: string) => number) => {
          const asked: string[] = [];
          const read = async (key: string) => {
            asked.push(key);
            for (let turn = delay(key); turn > 0; turn--) await Promise.resolve();
            return stored.get(key);
          };
          assert.deepEqual(await executeSideBySide(contracts, host({}, { read }), requests), one);
          return asked.sort();
        };
        assert.deepEqual(await reads((key) => turns['abcde'.indexOf(key.at(-1)!)]!), await reads(() => 0));
      }),
    );
  });
});
