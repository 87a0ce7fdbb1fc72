import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { openNote, parseCheckpoint, parseNote, parseNoteKey, parseTlogProof } from '../../src/tlog/index.js';
import { formatNote, formatTlogProof, checkpointText } from '../../src/tlog/index.js';
import { provider } from '../log/fixture.js';

/** Signed notes, checkpoints and proofs in the C2SP formats, for this and for other implementations. */
interface Vector {
  readonly kind: 'note' | 'checkpoint' | 'proof';
  readonly text: string;
  readonly keys?: readonly string[];
  readonly code?: string;
}

/** Reads it, and writes it again. */
function again({ kind, text, keys = [] }: Vector): string {
  const bytes = new TextEncoder().encode(text);
  if (kind === 'checkpoint') return checkpointText(parseCheckpoint(text));
  if (kind === 'proof') return new TextDecoder().decode(formatTlogProof(parseTlogProof(bytes)));
  const note = parseNote(bytes);
  const known = keys.map((key) => parseNoteKey(provider, key));
  assert.equal(openNote(note, known).size, known.length);
  return new TextDecoder().decode(formatNote(note));
}

describe('vectors of notes, checkpoints and proofs', () => {
  for (const { name, vector } of vectors('valid'))
    it(`read and written the same: ${name}`, () => assert.equal(again(vector), vector.text));
  for (const { name, vector } of vectors('invalid'))
    it(`refused: ${name}`, () =>
      assert.throws(
        () => again(vector),
        (error) => (error as { code?: unknown }).code === vector.code,
      ));
});

function vectors(folder: 'valid' | 'invalid'): { name: string; vector: Vector }[] {
  const at = new URL(`../../../test/vectors/tlog/${folder}/`, import.meta.url);
  return readdirSync(at).map((name) => ({
    name,
    vector: JSON.parse(readFileSync(new URL(name, at), 'utf8')) as Vector,
  }));
}
