import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { pureProvider } from '@renxin/seal/pure';
import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { openLog, openPosixStore, sm2NoteSigner, type Log, type NoteSigner } from '../../src/log/index.js';
import {
  checkpointText,
  entryBytes,
  entryOf,
  formatNote,
  formatTlogProof,
  parseNote,
  type TlogProof,
} from '../../src/tlog/index.js';
import { signTrust, verify, type Report, type Trust } from '../../src/verify/index.js';
import {
  activation,
  ed25519,
  freshDirectory,
  NOW,
  ORIGIN,
  provider,
  seed,
  signers,
  witness,
} from './fixture.js';
import { ed25519NoteSigner, cosigner } from '../../src/log/index.js';

const FROM = '2026-01-01T00:00:00.000Z';
const LATER = new Date(NOW.getTime() + 3_600_000);
const names = ['sh', 'sc', 'court'] as const;
const document = new TextEncoder().encode('what was signed');
const issuer = generateSigner('SM2').signer;

describe('the verifier on a .tlog-proof', () => {
  let log: Log;
  let remove: () => Promise<void>;
  let proof: TlogProof;
  let other: TlogProof;

  before(async () => {
    const fresh = await freshDirectory();
    remove = fresh.remove;
    const store = await openPosixStore(fresh.directory);
    log = await openLog({ store, origin: ORIGIN, hash: 'SHA-256', provider, signers, clock: () => NOW });
    const made = ['a', 'b', 'c', 'd', 'e'].map((id) =>
      entryOf(provider, { kind: 'test/made', id: `${id}1` }, document, seed(`salt ${id}`)),
    );
    await Promise.all(made.map(({ entry }) => log.append(entryBytes(entry))));
    const proofs = await Promise.all(
      made.map(async ({ entry, opening }, index) => ({
        extra: canonicalBytes({ entry, opening }),
        index,
        path: await log.inclusion(index, 5),
        checkpoint: await cosigned(log.checkpoint.note, names),
      })),
    );
    [proof, other] = [proofs[1]!, proofs[2]!];
  });
  after(async () => {
    await log.close();
    await remove();
  });

  const cosigned = async (
    note: Uint8Array,
    by: readonly string[],
    at = NOW,
    sign: (name: string) => NoteSigner = witness,
  ): Promise<Uint8Array> => {
    const { text, signatures } = parseNote(note);
    const lines = await Promise.all(by.map((name) => sign(name).sign(text, at)));
    return formatNote({ text, signatures: [...signatures, ...lines] });
  };

  const logTrust = (): NonNullable<Trust['logs']>[number] => ({
    origin: ORIGIN,
    operator: 'Guangdong',
    hash: 'SHA-256',
    keys: signers.map(({ key }) => ({ key: key.text, from: FROM })),
    witnesses: names.map((name) => ({ key: witness(name).key.text, from: FROM, operator: name })),
    quorum: 2,
    standing: 'test',
  });

  const trustOf = (logs: NonNullable<Trust['logs']>): Promise<Uint8Array> =>
    signTrust(
      {
        schema: 1,
        ledger: 'ledger-example',
        issuedAt: FROM,
        validUntil: '2027-01-01T00:00:00.000Z',
        issuer: { id: 'mohrss', name: 'ministry', key: issuer.key },
        certificateAuthorities: [],
        operators: [],
        genesis: toBase64url(seed('genesis')),
        organisations: [],
        logs,
      },
      issuer,
      activation(NOW),
    );

  const report = async (
    shown: TlogProof | Uint8Array,
    options: {
      trust?: Partial<NonNullable<Trust['logs']>[number]>;
      beside?: Uint8Array;
      pure?: boolean;
    } = {},
  ): Promise<Report> => {
    const bytes = shown instanceof Uint8Array ? shown : formatTlogProof(shown);
    const trust = await trustOf([{ ...logTrust(), ...options.trust }]);
    const companions = options.beside && [{ name: 'x.signed.json', bytes: options.beside }];
    const [found] = await verify([{ name: 'x.tlog-proof', bytes }], {
      provider: options.pure === true ? pureProvider : provider,
      now: LATER,
      trust,
      ...(companions && { companions }),
    });
    return found!;
  };

  const refused = async (code: string, ...args: Parameters<typeof report>): Promise<void> => {
    const found = await report(...args);
    assert.deepEqual(
      found.steps.filter(({ outcome }) => outcome === 'fail').map((step) => step.code),
      [code],
    );
    assert.equal(found.verdict, 'invalid');
  };

  /** The note with other signature lines. */
  const withSignatures = (
    change: (lines: ReturnType<typeof parseNote>['signatures']) => typeof lines,
  ): TlogProof => {
    const note = parseNote(proof.checkpoint);
    return { ...proof, checkpoint: formatNote({ ...note, signatures: change(note.signatures) }) };
  };

  /** A proof under a checkpoint that the log's keys really signed, and the witnesses too. */
  const under = async (size: number, root: Uint8Array, by: readonly string[] = names): Promise<TlogProof> => {
    const text = checkpointText({ origin: ORIGIN, size, root });
    const signatures = await Promise.all(signers.map((each) => each.sign(text, NOW)));
    return { ...proof, checkpoint: await cosigned(formatNote({ text, signatures }), by) };
  };

  it('finds a proof valid, counts the operators and bounds the time from above', async () => {
    for (const pure of [false, true]) {
      const found = await report(proof, { beside: document, pure });
      assert.equal(found.verdict, 'valid');
      assert.deepEqual(found.signedBetween.sources, [
        { bound: 'notAfter', source: `log:${ORIGIN}`, time: NOW.toISOString() },
      ]);
      assert.deepEqual([...found.independence.names].sort(), ['Guangdong', 'court', 'sc', 'sh']);
    }
    assert.deepEqual(
      (await report(proof)).notProven.map(({ code }) => code).includes('LOG_DOCUMENT_NOT_SHOWN'),
      true,
    );
  });

  it('decides nothing without trust, or about a log that the trust file does not name', async () => {
    const [alone] = await verify([{ name: 'x.tlog-proof', bytes: formatTlogProof(proof) }], {
      provider,
      now: LATER,
    });
    assert.equal(alone?.verdict, 'undetermined');
    const found = await report(proof, { trust: { origin: 'another.example/log' } });
    assert.deepEqual(
      [found.verdict, found.steps.some(({ code }) => code === 'LOG_UNKNOWN_ORIGIN')],
      ['undetermined', true],
    );
  });

  it('a proof of another entry: LOG_NOT_INCLUDED', async () => {
    await refused('LOG_NOT_INCLUDED', { ...proof, extra: other.extra });
    await refused('LOG_NOT_INCLUDED', { ...proof, index: 2 });
    await refused('LOG_NOT_INCLUDED', { ...proof, path: other.path });
    await refused('LOG_NOT_INCLUDED', { ...proof, path: proof.path.slice(1) });
  });

  it('a log that was rewritten, with the log’s own keys, but not cosigned anew: LOG_COSIGNATURES_TOO_FEW', async () => {
    const fresh = await freshDirectory();
    const rewritten = await openLog({
      store: await openPosixStore(fresh.directory),
      origin: ORIGIN,
      hash: 'SHA-256',
      provider,
      signers,
      clock: () => NOW,
    });
    const { entry, opening } = entryOf(provider, { kind: 'test/forged', id: 'f1' }, document, seed('salt f'));
    await rewritten.append(entryBytes(entry));
    const forged = {
      extra: canonicalBytes({ entry, opening }),
      index: 0,
      path: [],
      checkpoint: rewritten.checkpoint.note,
    };
    await refused('LOG_COSIGNATURES_TOO_FEW', forged);
    await rewritten.close();
    await fresh.remove();
  });

  it('a fork at the same size: LOG_NOT_INCLUDED under the other root', async () => {
    await refused('LOG_NOT_INCLUDED', await under(5, seed('other root')));
  });

  it('a log that was rolled back: a smaller checkpoint does not hold the entry', async () => {
    await refused('LOG_NOT_INCLUDED', await under(1, seed('small')));
  });

  it('a checkpoint of an unknown key: NOTE_UNSIGNED; of one of the two alone: LOG_SIGNATURE_MISSING', async () => {
    const strange = ed25519NoteSigner(provider, ORIGIN, ed25519('stranger'), activation);
    const text = parseNote(proof.checkpoint).text;
    const line = await strange.sign(text, NOW);
    await refused(
      'NOTE_UNSIGNED',
      withSignatures((lines) => [line, ...lines.slice(2)]),
    );
    await refused(
      'LOG_SIGNATURE_MISSING',
      withSignatures((lines) => [lines[0]!, ...lines.slice(2)]),
    );
    await refused(
      'LOG_SIGNATURE_MISSING',
      withSignatures((lines) => lines.slice(1)),
    );
  });

  it('a checkpoint of a key that was revoked before the witnesses saw it: LOG_KEY_PERIOD', async () => {
    const keys = logTrust().keys.map((each) => ({ ...each, until: '2026-02-01T00:00:00.000Z' }));
    await refused('LOG_KEY_PERIOD', proof, { trust: { keys } });
    const later = logTrust().keys.map((each) => ({ ...each, until: '2026-04-01T00:00:00.000Z' }));
    assert.equal((await report(proof, { trust: { keys: later } })).verdict, 'valid');
  });

  it('cosignatures of unknown witnesses, of the log itself, or one twice do not count: LOG_COSIGNATURES_TOO_FEW', async () => {
    const plain = log.checkpoint.note;
    const one = await cosigned(plain, ['sh']);
    await refused('LOG_COSIGNATURES_TOO_FEW', { ...proof, checkpoint: await cosigned(one, ['x', 'y', 'z']) });
    const self = (): NoteSigner => cosigner(provider, ORIGIN, ed25519('log'), activation);
    await refused('LOG_COSIGNATURES_TOO_FEW', {
      ...proof,
      checkpoint: await cosigned(one, ['log'], NOW, self),
    });
    await refused('LOG_COSIGNATURES_TOO_FEW', { ...proof, checkpoint: await cosigned(one, ['sh']) });
    await refused('LOG_COSIGNATURES_TOO_FEW', { ...proof, checkpoint: await cosigned(one, ['sh'], LATER) });
    const revoked = logTrust().witnesses.map((each) => ({ ...each, until: '2026-02-01T00:00:00.000Z' }));
    await refused('LOG_COSIGNATURES_TOO_FEW', proof, { trust: { witnesses: revoked } });
  });

  it('a cosignature that does not hold: NOTE_SIGNATURE; one of the future: LOG_COSIGNATURE_FUTURE', async () => {
    await refused(
      'NOTE_SIGNATURE',
      withSignatures((lines) =>
        lines.map((line, i) => {
          if (i !== 2) return line;
          const signature = Uint8Array.from(line.signature);
          signature[7]! ^= 1;
          return { ...line, signature };
        }),
      ),
    );
    const future = await cosigned(log.checkpoint.note, names, new Date(LATER.getTime() + 3_600_000));
    await refused('LOG_COSIGNATURE_FUTURE', { ...proof, checkpoint: future });
  });

  it('an opening or a document of something else', async () => {
    const { entry, opening } = JSON.parse(new TextDecoder().decode(proof.extra)) as Record<string, object>;
    const salted = { entry, opening: { ...opening, salt: toBase64url(seed('other salt')) } };
    await refused('LOG_OPENING_OTHER', { ...proof, extra: canonicalBytes(salted) });
    await refused('LOG_DOCUMENT_OTHER', proof, { beside: document.subarray(1) });
    await refused('LOG_ENTRY_FORMAT', { ...proof, extra: undefined });
  });

  it('is never valid after a changed byte, but for the name of a cosigner beyond the quorum', async function () {
    this.timeout(60_000);
    const bytes = formatTlogProof(proof);
    const meaningless: string[] = [];
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      const found = await report(changed, { beside: document });
      if (found.verdict !== 'valid') continue;
      const text = new TextDecoder().decode(bytes);
      const line = text.slice(text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at));
      meaningless.push(line.split(' ')[1] ?? line);
    }
    // Its line then names a key that nobody knows, which the specification says to ignore: one witness fewer is counted.
    assert.ok(
      meaningless.every((name) => name.startsWith('ledger.example/witnesses/')),
      meaningless.join(),
    );
  });

  it('is one also when its first line is broken', async () => {
    const bytes = formatTlogProof(proof);
    bytes[0]! ^= 1;
    await refused('LOG_PROOF_FORMAT', bytes);
  });

  it('cannot be signed by a P-256 key in place of SM2', () => {
    assert.throws(() => sm2NoteSigner(provider, ORIGIN, generateSigner('P-256').signer, activation), {
      code: 'NOTE_KEY',
    });
  });
});
