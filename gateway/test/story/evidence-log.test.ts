import { isConsistent } from '@renxin/network/proof';
import {
  formatAddCheckpoint,
  formatNote,
  openNote,
  parseBundle,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  readEntry,
  tileOf,
  tilePath,
} from '@renxin/archive/tlog';
import { verify, type Report } from '@renxin/archive/verify';
import { logAnchor } from '@renxin/chaincode/contracts';
import { nativeProvider as provider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LEDGER } from '../../src/compose.js';
import { logSigners } from '../../src/evidence-log/index.js';
import type { Services } from '../../src/services.js';
import {
  bring,
  employerOf,
  enrolWorker,
  logProofOf,
  openInstance,
  ringOf,
  servicesOf,
  type Instance,
} from './instance.js';

const ORIGIN = `${LEDGER}/logs/gd`;

describe('the evidence log of a province', function () {
  this.timeout(60_000);
  let directory: string;
  let instance: Instance;
  let contract: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-evidence-log-'));
    instance = await openInstance(directory);
    contract = await conclude();
  });
  after(async () => {
    await instance.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const services = (id = 'gd'): Services =>
    instance.running.composed.composition.organisations.find((each) => each.id === id)!.services;

  const conclude = async (): Promise<string> => {
    const worker = await enrolWorker(instance);
    return bring(instance, await employerOf(instance), worker, 'concluded');
  };

  const get = async (path: string): Promise<Response> => fetch(`${instance.running.url}${path}`);
  const bytesAt = async (path: string): Promise<Uint8Array> => {
    const response = await get(path);
    assert.equal(response.status, 200, path);
    return new Uint8Array(await response.arrayBuffer());
  };

  const proofOf = (about: string): Promise<Uint8Array> => logProofOf(instance, about);

  const report = async (proof: Uint8Array, signed?: Uint8Array): Promise<Report> => {
    const files = [{ name: 'contract.tlog-proof', bytes: proof }];
    const companions = signed === undefined ? [] : [{ name: 'contract.signed.json', bytes: signed }];
    const trust = await instance.running.composed.trust();
    return (await verify(files, { provider, now: new Date(), trust, companions }))[0]!;
  };

  const post = async (witness: string, body: Uint8Array): Promise<Response> =>
    fetch(`${instance.running.url}/logs/${witness}/add-checkpoint`, { method: 'POST', body });

  it('gives a proof of the concluded contract that verifies offline, with witnesses and anchor', async () => {
    const proof = await proofOf(contract);
    const file = (await servicesOf(instance).desk.files.get(contract))!.value;
    const signed = new Uint8Array(Buffer.from(file.signings[0]!.concluded!.signed, 'base64url'));
    const found = await report(proof, signed);
    assert.deepEqual(
      found.steps.map(({ step, outcome }) => `${step} ${outcome}`),
      [
        'trust-file pass',
        'log-proof pass',
        'log-opening pass',
        'log-document pass',
        'log-signature pass',
        'log-inclusion pass',
        'log-cosignatures pass',
        'log-anchor pass',
      ],
    );
    assert.equal(found.verdict, 'valid');
    assert.deepEqual(
      found.signedBetween.sources.map(({ bound, source }) => `${bound} ${source}`),
      [`notAfter log:${ORIGIN}`, 'notAfter ledger:log-anchor'],
    );
    assert.equal((await report(proof)).verdict, 'valid', 'without the document');
    assert.equal((await report(proof, signed.subarray(1))).verdict, 'invalid');
  });

  it('is served as tiles that hold what the checkpoint says', async () => {
    await proofOf(contract);
    const response = await get('/logs/gd/checkpoint');
    assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.match(response.headers.get('cache-control') ?? '', /max-age=1$/);
    const note = parseNote(new Uint8Array(await response.arrayBuffer()));
    const { size } = parseCheckpoint(note.text);
    const key = parseNoteKey(provider, new TextDecoder().decode(await bytesAt('/logs/gd/log.vkey')).trim());
    assert.equal(openNote(note, [key]).size, 1);
    const tile = tileOf('entries', 0, size)!;
    const bundle = await get(`/logs/gd/${tilePath(tile)}`);
    assert.equal(bundle.headers.get('content-type'), 'application/octet-stream');
    assert.match(bundle.headers.get('cache-control') ?? '', /immutable/);
    const entries = parseBundle(new Uint8Array(await bundle.arrayBuffer()), tile.width).map(readEntry);
    assert.ok(entries.some(({ kind, id }) => kind === 'labor-contract/concluded' && id === contract));
    for (const path of [
      'tile/0/001',
      'tile/0/000.p/0',
      'tile/64/000',
      'tile/0/x000/000',
      'tile/x/000',
      'nothing',
    ])
      assert.ok((await get(`/logs/gd/${path}`)).status >= 400, path);
    assert.equal((await get('/logs/nobody/checkpoint')).status, 404);
  });

  it('is anchored on the ledger at the size of the cosigned checkpoint', async () => {
    await proofOf(contract);
    const { ledger } = services();
    const { latest, origin } = await ledger.evaluate(logAnchor.operations.log, { log: 'gd' });
    const { size } = parseCheckpoint(parseNote(await bytesAt('/logs/gd/checkpoint')).text);
    assert.deepEqual([latest?.checkpoint.size, origin], [size, ORIGIN]);
    const hash = createHash('sha256').update(ORIGIN).digest('hex');
    const witnessed = parseNote(await bytesAt(`/logs/sh/witnessed/${hash}/checkpoint`));
    assert.equal(parseCheckpoint(witnessed.text).size, size);
    assert.equal((await get(`/logs/gd/witnessed/${hash}/checkpoint`)).status, 404, 'nobody watches itself');
  });

  it('refuses as a witness with the statuses of the protocol', async () => {
    await proofOf(contract);
    const note = await bytesAt('/logs/gd/checkpoint');
    const { size, root } = parseCheckpoint(parseNote(note).text);
    const other = await post('sh', formatAddCheckpoint({ old: size + 1, path: [], checkpoint: note }));
    assert.equal(other.status, 400);
    const conflict = await post('sh', formatAddCheckpoint({ old: 0, path: [], checkpoint: note }));
    assert.deepEqual(
      [conflict.status, conflict.headers.get('content-type'), await conflict.text()],
      [409, 'text/x.tlog.size', `${size}\n`],
    );
    const again = await post('sh', formatAddCheckpoint({ old: size, path: [], checkpoint: note }));
    assert.equal(again.status, 200);
    assert.equal((await post('sh', new TextEncoder().encode('old\n'))).status, 400);
    const { text, signatures } = parseNote(note);
    const stranger = text.replace('/logs/gd', '/logs/nobody');
    const unknown = formatNote({ text: stranger, signatures });
    assert.equal(
      (await post('sh', formatAddCheckpoint({ old: 0, path: [], checkpoint: unknown }))).status,
      404,
    );
    const changed = formatNote({ text: text.replace(`${size}\n`, `${size + 1}\n`), signatures });
    assert.equal(
      (await post('sh', formatAddCheckpoint({ old: size, path: [], checkpoint: changed }))).status,
      403,
    );
    assert.equal(
      isConsistent((bytes) => provider.hash('SHA-256', bytes), { size, root }, { size, root }, []),
      true,
    );
  });

  it('records what the ledger committed after it was down', async () => {
    const before = contract;
    await proofOf(before);
    await instance.stop();
    instance = await openInstance(directory);
    assert.ok(await proofOf(before));
    contract = await conclude();
    assert.equal((await report(await proofOf(contract))).verdict, 'valid');
  });

  it('raises an alarm that stays when a log shows two histories: ledger, readiness, and no anchor after it', async () => {
    await proofOf(contract);
    const ring = await ringOf(instance);
    const { size } = parseCheckpoint(parseNote(await bytesAt('/logs/gd/checkpoint')).text);
    const text = `${ORIGIN}\n${size}\n${Buffer.alloc(32, 7).toString('base64')}\n`;
    const { log } = logSigners(ring, provider, LEDGER, 'gd');
    const signatures = await Promise.all(log.map((each) => each.sign(text, new Date())));
    const forged = formatNote({ text, signatures });
    const refused = await post('sc', formatAddCheckpoint({ old: size, path: [], checkpoint: forged }));
    assert.equal(refused.status, 422);
    assert.equal(((await refused.json()) as { code: string }).code, 'CHECKPOINT_INCONSISTENT');
    const record = await services().ledger.evaluate(logAnchor.operations.log, { log: 'gd' });
    assert.equal(record.fork?.by, 'sc');
    const ready = await get('/readyz');
    assert.equal(ready.status, 503);
    assert.deepEqual(((await ready.json()) as { members: { notReady: string[] } }).members.notReady, [
      'evidence-log:gd:LOG_FORKED',
    ]);
    await instance.stop();
    instance = await openInstance(directory);
    assert.equal((await get('/readyz')).status, 503, 'after a restart as well');
  });
});
