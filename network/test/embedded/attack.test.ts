import { canonicalBytes, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import type { Signer } from '@renxin/seal/signer';
import { ClassicLevel } from 'classic-level';
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { fsck, type EmbeddedLedger, type FsckFinding } from '../../src/embedded/index.js';
import {
  commandKey,
  headerKey,
  historyKey,
  pageKey,
  recordStoreKey,
  txKey,
} from '../../src/embedded/keys.js';
import {
  acceptHeader,
  verifySignedHeader,
  type BlockHeader,
  type CommandRecord,
  type SignedHeader,
} from '../../src/proof/index.js';
import { author, freshDirectory, newSigner, openOn, operator, provider } from '../embedded.js';
import { ledgerError } from '../ledger-suite.js';
import { contracts, counters, notebook, notes, signedNote } from '../notes.js';
import { proofError } from '../proof/proof-error.js';

const operators = [operator.key];

/** What somebody can do who holds the disk, the operator's machine, or the operator's key. */
describe('embedded ledger: attacks', () => {
  let directory: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ directory, remove } = await freshDirectory());
    const ledger = await openOn(directory);
    await work(ledger, 'a');
    await ledger.close();
  });
  afterEach(() => remove());

  describe('on the stored bytes', () => {
    it('a command rewritten in its block', async () => {
      await change(commandKey(2, 1), (bytes) => {
        const command = parseCanonical(bytes) as CommandRecord;
        return canonicalBytes({ ...command, input: { counter: 'a-1', by: 1000 } });
      });
      await assertFound({ code: 'COMMANDS_ROOT', height: 2 });
      const ledger = await openOn(directory);
      const { txId } = (await ledger.header(2)).header;
      await assert.rejects(ledger.prove({ txId, index: 1 }), ledgerError('LEDGER_CORRUPT'));
      await assert.rejects(drain(ledger), ledgerError('LEDGER_CORRUPT'));
      await ledger.close();
    });

    it('a block rewritten with its header', async () => {
      await change(headerKey(1), (bytes) => {
        const signed = parseCanonical(bytes) as SignedHeader;
        return canonicalBytes({ ...signed, header: { ...signed.header, time: '2020-01-01T00:00:00.000Z' } });
      });
      await assertFound({ code: 'HEADER_SIGNATURE', height: 1 });
      const ledger = await openOn(directory);
      await assert.rejects(ledger.header(1), ledgerError('LEDGER_CORRUPT'));
      await ledger.close();
    });

    it('a header signed again by another key', async () => {
      const thief = newSigner();
      const head = await lastHeader();
      const forged = await sign(thief, head.header);
      assert.throws(() => verifySignedHeader(provider, operators, forged), proofError('OPERATOR_UNKNOWN'));
      await change(headerKey(head.header.height), () => canonicalBytes(forged));
      await assertFound({ code: 'OPERATOR_UNKNOWN', height: head.header.height });
      await assert.rejects(openOn(directory), ledgerError('LEDGER_CORRUPT'));
    });

    it('a header whose signature is of other bytes', async () => {
      const head = await lastHeader();
      const forged = { ...head, header: { ...head.header, state: head.header.history } };
      await change(headerKey(head.header.height), () => canonicalBytes(forged));
      await assertFound({ code: 'HEADER_SIGNATURE', height: head.header.height });
      await assert.rejects(openOn(directory), ledgerError('LEDGER_CORRUPT'));
    });

    it('a record altered', async () => {
      const key = recordStoreKey('counter:a-1');
      await change(key, () => canonicalBytes({ value: 1_000_000 }));
      await assertFound({ code: 'RECORD_DIFFERS', key });
      const ledger = await openOn(directory);
      const corrupt = ledgerError('LEDGER_CORRUPT');
      await assert.rejects(ledger.evaluate(notebook.value, { id: 'a-1' }), corrupt);
      await assert.rejects(ledger.proveState(counters, 'a-1'), corrupt);
      await assert.rejects(ledger.submit(notebook.add, { counter: 'a-1', by: 1 }), corrupt);
      await ledger.close();
    });

    it('a record taken away', async () => {
      const key = recordStoreKey('counter:a-1');
      await change(key, () => undefined);
      await assertFound({ code: 'RECORD_DIFFERS', key });
      const ledger = await openOn(directory);
      const corrupt = ledgerError('LEDGER_CORRUPT');
      await assert.rejects(ledger.evaluate(notebook.value, { id: 'a-1' }), corrupt);
      await assert.rejects(ledger.submit(notebook.add, { counter: 'a-1', by: 1 }), corrupt);
      await ledger.close();
    });

    it('a record slipped in', async () => {
      const key = recordStoreKey('counter:slipped');
      await change(key, () => canonicalBytes({ value: 7 }));
      await assertFound({ code: 'ENTRY_UNKNOWN', key });
      const ledger = await openOn(directory);
      await assert.rejects(ledger.evaluate(notebook.value, { id: 'slipped' }), ledgerError('LEDGER_CORRUPT'));
      await ledger.close();
    });

    it('a page altered', async () => {
      await change(pageKey(''), (bytes) =>
        bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)),
      );
      await assertFound({ code: 'PAGE_DIFFERS', key: pageKey('') });
      await assert.rejects(openOn(directory), ledgerError('LEDGER_CORRUPT'));
    });

    it('a block missing', async () => {
      await change(headerKey(1), () => undefined);
      await assertFound({ code: 'HEADER_MISSING', height: 1 });
      const ledger = await openOn(directory);
      await assert.rejects(ledger.header(1), ledgerError('LEDGER_CORRUPT'));
      await ledger.close();
    });

    it('the block before the head missing', async () => {
      const { height } = (await lastHeader()).header;
      await change(headerKey(height - 1), () => undefined);
      await assertFound({ code: 'HEADER_MISSING', height: height - 1 });
      await assert.rejects(openOn(directory), ledgerError('LEDGER_CORRUPT'));
    });

    it('the head missing', async () => {
      const { height } = (await lastHeader()).header;
      await change(headerKey(height), () => undefined);
      await assertFound({ code: 'ENTRY_UNKNOWN', key: commandKey(height, 0) });
      await assert.rejects(openOn(directory), ledgerError('LEDGER_CORRUPT'));
    });

    it('a command missing, one too many, one in another place', async () => {
      await change(commandKey(2, 1), () => undefined);
      await assertFound({ code: 'COMMAND_MISSING', height: 2, index: 1 });
      await change(commandKey(2, 1), (_, stored) => stored(commandKey(2, 0)));
      await assertFound({ code: 'COMMAND_PLACE', height: 2, index: 1 });
    });

    it('entries that belong to no block', async () => {
      const { height } = (await lastHeader()).header;
      const strange = [
        'zzz',
        'a',
        'ledger2',
        'command:',
        'commanded',
        commandKey(2, 9),
        commandKey(height + 1, 0),
      ];
      for (const key of [...strange, 'command:000000000002=', 'header', 'record', 'page:zz', 'tx:']) {
        await change(key, () => new Uint8Array(3));
        await assertFound({ code: 'ENTRY_UNKNOWN', key });
        await change(key, () => undefined);
      }
      await change(headerKey(height + 1), () => new Uint8Array(3));
      await assertFound({ code: 'HEADER_FORMAT', height: height + 1 });
    });

    it('an index altered', async () => {
      const { txId } = (await lastHeader()).header;
      await change(txKey(txId), () => new TextEncoder().encode('0'));
      await assertFound({ code: 'INDEX_DIFFERS', key: txKey(txId) });
      const ledger = await openOn(directory);
      await assert.rejects(ledger.prove({ txId, index: 0 }), ledgerError('LEDGER_CORRUPT'));
      await ledger.close();
    });

    it('the history altered', async () => {
      await change(historyKey(0, 1), () => new Uint8Array(32));
      await assertFound({ code: 'INDEX_DIFFERS', key: historyKey(0, 1) });
      const ledger = await openOn(directory);
      await assert.rejects(ledger.header(0), ledgerError('LEDGER_CORRUPT'));
      await ledger.close();
    });

    it('a directory that is no ledger', async () => {
      await change('ledger', () => canonicalBytes({ kind: 'other' }));
      await assertFound({ code: 'LEDGER_UNNAMED' });
      await assert.rejects(openOn(directory), ledgerError('LEDGER_CORRUPT'));
      assert.deepEqual((await fsck('/nonexistent', { contracts, provider })).fault, {
        code: 'DATABASE_UNREADABLE',
      });
    });
  });

  describe('by the operator, with the key', () => {
    it('rules not applied: a result that the rules do not give', async () => {
      const { header } = await lastHeader();
      const forged = await rewriteHead(header, (command) => ({ ...command, result: { value: 99 } }));
      assert.equal(verifySignedHeader(provider, operators, forged).header.height, header.height);
      await assertFound({ code: 'COMMAND_RESULT', height: header.height, index: 0 });
    });

    it('a command that the rules refuse', async () => {
      const { header } = await lastHeader();
      await rewriteHead(header, (command) => ({ ...command, input: { counter: 'a-1', by: -1000 } }));
      await assertFound({ code: 'COMMAND_REFUSED', height: header.height, index: 0 });
    });

    it('a state that the commands do not give', async () => {
      const { header } = await lastHeader();
      const forged = await sign(operator, { ...header, state: toBase64url(new Uint8Array(32)) });
      await change(headerKey(header.height), () => canonicalBytes(forged));
      await assertFound({ code: 'STATE_ROOT', height: header.height });
      await assert.rejects(openOn(directory), ledgerError('LEDGER_CORRUPT'));
    });

    it('a time before the block before', async () => {
      const { header } = await lastHeader();
      const forged = await sign(operator, { ...header, time: '2020-01-01T00:00:00.000Z' });
      await change(headerKey(header.height), () => canonicalBytes(forged));
      await assertFound({ code: 'HEADER_TIME', height: header.height });
    });

    it('a second history is LEDGER_FORKED for everybody who kept a header of the first', async () => {
      const second = await freshDirectory();
      await cp(directory, second.directory, { recursive: true });
      const [one, other] = [await openOn(directory), await openOn(second.directory)];
      const common = one.head()!;
      await work(one, 'b');
      await work(other, 'c');
      const kept = acceptHeader(
        provider,
        operators,
        undefined,
        await one.proveConsistency(common.header.height),
      );
      await work(other, 'd');
      // Both directories are sound, each for itself: only the kept header shows it.
      const attempts = [
        await other.proveConsistency(kept.header.height),
        await other.proveConsistency(common.header.height),
        { ...(await other.proveConsistency(kept.header.height)), earlier: kept },
        { ...(await one.proveConsistency(kept.header.height)), later: other.head() },
      ];
      for (const attempt of attempts) {
        assert.throws(() => acceptHeader(provider, operators, kept, attempt), proofError('LEDGER_FORKED'));
      }
      assert.deepEqual(
        acceptHeader(provider, operators, common, await other.proveConsistency(common.header.height)),
        other.head(),
      );
      await one.close();
      await other.close();
      await second.remove();
    });

    it('an old state shown as current is LEDGER_STALE for everybody who saw a later one', async () => {
      const ledger = await openOn(directory);
      const old = await ledger.proveState(counters, 'a-1');
      await work(ledger, 'b');
      const from = old.signed.header.height;
      const kept = acceptHeader(provider, operators, old.signed, await ledger.proveConsistency(from));
      assert.deepEqual(kept, ledger.head());
      const shown = [
        { ...(await ledger.proveConsistency(from, from)), earlier: old.signed, later: old.signed },
        await ledger.proveConsistency(0, from),
        { ...(await ledger.proveConsistency(from)), earlier: kept, later: old.signed },
      ];
      for (const proof of shown) {
        assert.throws(() => acceptHeader(provider, operators, kept, proof), proofError('LEDGER_STALE'));
      }
      await ledger.close();
    });

    it('a whole older directory put back is LEDGER_STALE, and LEDGER_FORKED once it goes on', async () => {
      const backup = await freshDirectory();
      await cp(directory, backup.directory, { recursive: true });
      const ledger = await openOn(directory);
      await work(ledger, 'b');
      const kept = ledger.head()!;
      await ledger.close();
      const restored = await openOn(backup.directory);
      const { height } = restored.head()!.header;
      assert.throws(
        () => acceptHeader(provider, operators, kept, consistencyOf(restored.head()!)),
        proofError('LEDGER_STALE'),
      );
      while (restored.head()!.header.height <= kept.header.height) await work(restored, 'c');
      for (const from of [height, kept.header.height]) {
        const proof = await restored.proveConsistency(from);
        assert.throws(() => acceptHeader(provider, operators, kept, proof), proofError('LEDGER_FORKED'));
      }
      await restored.close();
      await backup.remove();
    });
  });

  async function change(
    key: string,
    to: (bytes: Uint8Array, stored: (key: string) => Uint8Array) => Uint8Array | undefined,
  ): Promise<void> {
    const database = new ClassicLevel<string, Uint8Array>(directory, {
      keyEncoding: 'utf8',
      valueEncoding: 'view',
    });
    await database.open();
    const stored = (at: string) => database.getSync(at) ?? new Uint8Array();
    const bytes = to(stored(key), stored);
    if (bytes === undefined) await database.del(key);
    else await database.put(key, bytes);
    await database.close();
  }

  async function lastHeader(): Promise<SignedHeader> {
    const ledger = await openOn(directory);
    const head = ledger.head()!;
    await ledger.close();
    return head;
  }

  /** Replaces the one command of the head's block, with the root and signature that belong to it. */
  async function rewriteHead(
    header: BlockHeader,
    rewrite: (command: CommandRecord) => CommandRecord,
  ): Promise<SignedHeader> {
    assert.equal(header.commands.count, 1);
    let bytes = new Uint8Array();
    await change(commandKey(header.height, 0), (stored) => {
      bytes = canonicalBytes(rewrite(parseCanonical(stored) as CommandRecord)) as Uint8Array<ArrayBuffer>;
      return bytes;
    });
    const root = toBase64url(provider.hash('SM3', Uint8Array.of(0, ...bytes)));
    const forged = await sign(operator, { ...header, commands: { count: 1, root } });
    await change(headerKey(header.height), () => canonicalBytes(forged));
    return forged;
  }

  function report() {
    return fsck(directory, { contracts, provider, operators });
  }

  async function assertFound(fault: FsckFinding): Promise<void> {
    const { sound, fault: found } = await report();
    assert.deepEqual([sound, found], [false, fault]);
  }
});

/** Four blocks at least; the last holds one command. */
async function work(ledger: EmbeddedLedger, run: string): Promise<void> {
  await ledger.submit(notebook.write, await signedNote(author, ledger.name, `${run}-note`, 'text'));
  await ledger.submit(notebook.add, { counter: `${run}-hot`, by: 1 });
  await Promise.all([1, 2, 3, 4].map((i) => ledger.submit(notebook.add, { counter: `${run}-${i}`, by: i })));
  await ledger.proveState(notes, `${run}-note`);
  await ledger.submit(notebook.add, { counter: `${run}-hot`, by: 1 });
}

async function sign(signer: Signer, header: BlockHeader): Promise<SignedHeader> {
  const activation = { id: 'attack', method: 'unattended', at: header.time } as const;
  const { algorithm } = signer.key;
  const bytes = await signer.sign({ algorithm, message: canonicalBytes(header), activation });
  return { header, operator: signer.key, signature: toBase64url(bytes) };
}

function consistencyOf(signed: SignedHeader) {
  return {
    kind: 'renxin-embedded-consistency-proof',
    schema: 1,
    earlier: signed,
    later: signed,
    path: [],
  };
}

async function drain(ledger: EmbeddedLedger): Promise<void> {
  for await (const { position } of ledger.events()) {
    if (position.height >= ledger.head()!.header.height) return;
  }
}
