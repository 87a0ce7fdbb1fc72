import assert from 'node:assert/strict';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fsck } from '../../src/embedded/index.js';
import { author, freshDirectory, newSigner, openOn, provider } from '../embedded.js';
import { ledgerError } from '../ledger-suite.js';
import { contracts, notebook, signedNote } from '../notes.js';

describe('embedded ledger: opening, time, load', () => {
  let directory: string;
  let remove: () => Promise<void>;
  beforeEach(async () => ({ directory, remove } = await freshDirectory()));
  afterEach(() => remove());

  it('is one process at a time', async () => {
    const ledger = await openOn(directory);
    await assert.rejects(openOn(directory), ledgerError('LEDGER_LOCKED'));
    await assert.rejects(fsck(directory, { contracts, provider }), ledgerError('LEDGER_LOCKED'));
    await ledger.submit(notebook.add, { counter: 'c', by: 1 });
    await ledger.close();
    await (await openOn(directory)).close();
  });

  it('does not open a directory of another ledger, operator or kind', async () => {
    const ledger = await openOn(directory);
    await ledger.submit(notebook.add, { counter: 'c', by: 1 });
    await ledger.close();
    const corrupt = ledgerError('LEDGER_CORRUPT');
    await assert.rejects(openOn(directory, { name: 'other-ledger' }), corrupt);
    await assert.rejects(openOn(directory, { operator: newSigner() }), corrupt);
    await (await openOn(directory)).close();
  });

  it('does not open what is not a directory', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    await assert.rejects(openOn(file), ledgerError('LEDGER_UNAVAILABLE'));
  });

  it('does not open a directory that it must not write', async () => {
    const place = join(directory, 'closed');
    await mkdir(place);
    await asNobody([directory, place], async () => {
      await chmod(place, 0o500);
      await assert.rejects(openOn(place), ledgerError('LEDGER_UNAVAILABLE'));
      await chmod(place, 0o700);
      await (await openOn(place)).close();
    });
  });

  it('has no head and no proof before the first block', async () => {
    const ledger = await openOn(directory);
    assert.equal(ledger.head(), undefined);
    assert.equal(ledger.stats().height, -1);
    await assert.rejects(ledger.header(0), ledgerError('LEDGER_TX_UNKNOWN'));
    await assert.rejects(ledger.proveConsistency(0), ledgerError('LEDGER_TX_UNKNOWN'));
    assert.equal(await ledger.evaluate(notebook.value, { id: 'c' }), 0);
    await ledger.close();
    const report = await fsck(directory, { contracts, provider });
    assert.deepEqual([report.sound, report.blocks, report.head], [true, 0, undefined]);
  });

  it('never lets time run backwards, and refuses a clock that is far behind', async () => {
    let now = Date.parse('2026-03-01T08:00:00.000Z');
    const ledger = await openOn(directory, { clock: () => new Date(now) });
    const submit = () => ledger.submit(notebook.add, { counter: 'c', by: 1 });
    assert.equal((await submit()).time, '2026-03-01T08:00:00.000Z');
    now -= 60_000;
    assert.equal((await submit()).time, '2026-03-01T08:00:00.000Z');
    now -= 1;
    await assert.rejects(submit(), ledgerError('LEDGER_CLOCK'));
    await assert.rejects(ledger.evaluate(notebook.value, { id: 'c' }), ledgerError('LEDGER_CLOCK'));
    now += 120_000;
    assert.equal((await submit()).time, '2026-03-01T08:00:59.999Z');
    await ledger.close();
  });

  it('refuses more than it can hold, and answers what it accepted', async () => {
    const ledger = await openOn(directory);
    const settled = await Promise.allSettled(
      Array.from({ length: 9000 }, (_, i) => ledger.submit(notebook.add, { counter: `c-${i}`, by: -1 })),
    );
    const overloaded = settled.filter(
      (one) => one.status === 'rejected' && (one.reason as { code?: string }).code === 'LEDGER_OVERLOADED',
    );
    assert.equal(overloaded.length, 9000 - 8192);
    await ledger.submit(notebook.add, { counter: 'c', by: 1 });
    await ledger.close();
  });

  it('rejects with LEDGER_UNAVAILABLE when the operator does not sign', async () => {
    const signer = newSigner();
    let signs = false;
    const operator = {
      key: signer.key,
      sign: (request: Parameters<typeof signer.sign>[0]) =>
        signs ? signer.sign(request) : Promise.reject(new Error('no token in the slot')),
    };
    const ledger = await openOn(directory, { operator });
    await assert.rejects(
      ledger.submit(notebook.add, { counter: 'c', by: 1 }),
      ledgerError('LEDGER_UNAVAILABLE'),
    );
    signs = true;
    assert.deepEqual((await ledger.submit(notebook.add, { counter: 'c', by: 1 })).result, { value: 1 });
    await ledger.close();
  });

  it('judges each signature of a deferred command once', async () => {
    let judged = 0;
    const counting = {
      ...provider,
      verify: (...args: Parameters<typeof provider.verify>) => {
        judged++;
        return provider.verify(...args);
      },
    };
    const ledger = await openOn(directory, { provider: counting });
    const texts = await Promise.all(
      Array.from({ length: 30 }, (_, i) => signedNote(author, ledger.name, 'one', `text ${i}`)),
    );
    judged = 0;
    await Promise.all(texts.map((note) => ledger.submit(notebook.write, note)));
    assert.equal(judged, 30);
    assert.equal((await ledger.evaluate(notebook.read, { id: 'one' })).revision, 30);
    assert.equal(ledger.stats().deferred, (30 * 29) / 2);
    await ledger.close();
  });
});

/** Root may write everywhere: where tests run as root, `work` is done by a user without rights who owns the folders. */
async function asNobody(folders: readonly string[], work: () => Promise<void>): Promise<void> {
  const nobody = 65_534;
  if (process.getuid?.() !== 0) return work();
  for (const folder of folders) await chown(folder, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}
