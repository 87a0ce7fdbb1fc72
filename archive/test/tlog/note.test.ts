import assert from 'node:assert/strict';
import {
  checkpointText,
  formatNote,
  openNote,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  readCosignature,
} from '../../src/tlog/index.js';
import { cosigner, ed25519NoteSigner } from '../../src/log/index.js';
import { activation, ed25519, NOW, ORIGIN, provider, seed, signers, witness } from '../log/fixture.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const code = (expected: string) => (error: unknown) => (error as { code: string }).code === expected;

/** The example of c2sp.org/signed-note. */
const EXAMPLE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';

describe('signed notes', () => {
  it('reads and verifies the example of the specification', () => {
    const key = parseNoteKey(provider, EXAMPLE_KEY);
    const note = parseNote(encode(EXAMPLE));
    assert.deepEqual([...openNote(note, [key]).keys()], [key]);
    assert.equal(note.text, 'This is an example message.\n');
    assert.equal(new TextDecoder().decode(formatNote(note)), EXAMPLE);
  });

  it('signs with Ed25519 and with SM2, and each key reads back from its text', async () => {
    const text = checkpointText({ origin: ORIGIN, size: 0, root: seed('root') });
    const signatures = await Promise.all(signers.map((each) => each.sign(text, NOW)));
    const note = parseNote(formatNote({ text, signatures }));
    const keys = signers.map(({ key }) => parseNoteKey(provider, key.text));
    assert.deepEqual([...openNote(note, keys).keys()], keys);
    assert.deepEqual(
      keys.map(({ kind }) => kind),
      ['ed25519', 'sm2'],
    );
  });

  it('takes one byte changed in the text or in a known key’s signature for nothing', () => {
    const key = parseNoteKey(provider, EXAMPLE_KEY);
    const changed = EXAMPLE.replace('an example', 'no example');
    assert.throws(() => openNote(parseNote(encode(changed)), [key]), code('NOTE_SIGNATURE'));
    const other = EXAMPLE.replace('Uw2QOkn8', 'Uw2QOkn9');
    assert.throws(() => openNote(parseNote(encode(other)), [key]), code('NOTE_SIGNATURE'));
  });

  it('ignores unknown keys, and says so when no known one signed', async () => {
    const text = 'a text\n';
    const known = ed25519NoteSigner(provider, 'known', ed25519('known'), activation);
    const unknown = ed25519NoteSigner(provider, 'unknown', ed25519('unknown'), activation);
    const signatures = [await unknown.sign(text, NOW), await known.sign(text, NOW)];
    assert.equal(openNote({ text, signatures }, [known.key]).size, 1);
    assert.throws(
      () => openNote({ text, signatures: signatures.slice(0, 1) }, [known.key]),
      code('NOTE_UNSIGNED'),
    );
    const sameName = ed25519NoteSigner(provider, 'known', ed25519('another'), activation);
    assert.throws(
      () => openNote({ text, signatures: [{ ...signatures[0]!, name: 'known' }] }, [sameName.key]),
      code('NOTE_UNSIGNED'),
    );
  });

  it('counts a key once, however many lines it has', async () => {
    const text = 'a text\n';
    const one = await witness('sh').sign(text, NOW);
    const later = await witness('sh').sign(text, new Date(NOW.getTime() + 5000));
    const opened = openNote({ text, signatures: [one, one, later] }, [witness('sh').key]);
    assert.equal(opened.size, 1);
  });

  it('cosigns with the time, which is signed with the text', async () => {
    const text = 'a text\n';
    const key = cosigner(provider, 'w', ed25519('w'), activation).key;
    const line = await cosigner(provider, 'w', ed25519('w'), activation).sign(text, NOW);
    assert.equal(readCosignature(line.signature)?.time, NOW.getTime() / 1000);
    const moved = Uint8Array.from(line.signature);
    moved[7] = (moved[7] ?? 0) + 1;
    assert.equal(key.verify(encode(text), line.signature), true);
    assert.equal(key.verify(encode(text), moved), false);
  });

  for (const [name, bytes] of [
    ['without a signature', 'text\n\n'],
    ['without a blank line', 'text\n— a AAAAAAAA\n'],
    ['with a control character', 'te\u0001xt\n\n— a AAAAAAAA\n'],
    ['with a carriage return', 'text\r\n\r\n— a AAAAAAAA\r\n'],
    ['without its last newline', 'text\n\n— a AAAAAAAA'],
    ['with a hyphen for the dash', 'text\n\n- a AAAAAAAA\n'],
    ['with a plus in the name', 'text\n\n— a+b AAAAAAAA\n'],
    ['with a space that is none of ASCII in the name', 'text\n\n— a\u00a0b AAAAAAAA\n'],
    ['with an empty name', 'text\n\n—  AAAAAAAA\n'],
    ['with a signature of four bytes', 'text\n\n— a AAAAAA==\n'],
    ['with base64 that has another form', 'text\n\n— a AAAAAAB=\n'],
    ['with text after the signature', 'text\n\n— a AAAAAAAA x\n'],
  ] as const) {
    it(`refuses one ${name}`, () => {
      assert.throws(() => parseNote(encode(bytes)), code('NOTE_FORMAT'));
    });
  }

  it('refuses bytes that are no UTF-8', () => {
    assert.throws(() => parseNote(new Uint8Array([0xff, 10, 10])), code('NOTE_FORMAT'));
  });

  for (const text of [
    EXAMPLE_KEY.replace('530d903a', '530d903b'),
    EXAMPLE_KEY.replace('example.com/foo', 'example.com/bar'),
    EXAMPLE_KEY.slice(0, -4),
    EXAMPLE_KEY.replace('+Ae', '+Be'),
    'name',
  ]) {
    it(`refuses the key ${text}`, () => {
      assert.throws(() => parseNoteKey(provider, text), code('NOTE_KEY'));
    });
  }
});

describe('checkpoints', () => {
  const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';

  it('reads the example of the specification, and skips extension lines', () => {
    const text = `example.com/behind-the-sofa\n20852163\n${root}\n`;
    assert.equal(parseCheckpoint(text).size, 20_852_163);
    assert.equal(checkpointText(parseCheckpoint(text)), text);
    assert.equal(parseCheckpoint(`${text}more\n`).origin, 'example.com/behind-the-sofa');
  });

  for (const [name, text] of [
    ['leading zero', `o\n01\n${root}\n`],
    ['negative size', `o\n-1\n${root}\n`],
    ['size beyond 2^53', `o\n9007199254740992\n${root}\n`],
    ['no origin', `\n1\n${root}\n`],
    ['short root', 'o\n1\nAAAA\n'],
    ['empty extension line', `o\n1\n${root}\n\nx\n`],
    ['no last newline', `o\n1\n${root}`],
  ] as const) {
    it(`refuses a ${name}`, () => {
      assert.throws(() => parseCheckpoint(text), code('CHECKPOINT_FORMAT'));
    });
  }
});
