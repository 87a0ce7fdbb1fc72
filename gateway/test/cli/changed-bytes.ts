import { verify, type VerifyOptions } from '@renxin/archive/verify';
import assert from 'node:assert/strict';
import { stories } from '../../src/story/index.js';

/** Changes of one byte each that every artefact has to survive: none of them may be called valid. */
export const CHANGES = 500;

/** Every artefact that the verifier takes, and what is verified together with it. */
export const verifiedTogether: readonly (readonly [string, readonly string[]])[] = [
  ...stories
    .flatMap((story) => story.artefacts)
    .filter(({ notVerified }) => notVerified === undefined)
    .flatMap(({ files }) => {
      const names = Object.keys(files);
      return names.map((name) => [name, names.filter((other) => other !== name)] as const);
    }),
  ['trust.json', []],
];

/** Verifies the artefact as it is, then with each of the changes. @throws AssertionError when a changed one is valid */
export async function neverValid(
  artefacts: ReadonlyMap<string, Uint8Array>,
  name: string,
  beside: readonly string[],
  given: Pick<VerifyOptions, 'provider' | 'now' | 'trust'>,
): Promise<void> {
  const bytes = artefacts.get(name);
  assert.ok(bytes, name);
  const companions = beside.flatMap((other) => {
    const content = artefacts.get(other);
    return content === undefined ? [] : [{ name: other, bytes: content }];
  });
  const options = { ...given, companions };
  const [before] = await verify([{ name, bytes }], options);
  assert.equal(before?.verdict, 'valid', `${name} before anything is changed`);
  const valid: string[] = [];
  let tried = 0;
  for (const { at, mask } of changesOf(bytes.length, CHANGES)) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ mask;
    const [report] = await verify([{ name, bytes: changed }], options);
    if (report?.verdict === 'valid') valid.push(`byte ${at} xor ${mask}`);
    tried++;
  }
  assert.deepEqual(valid, []);
  assert.equal(tried, CHANGES);
}

/** Positions spread evenly over the file in a shuffled order, both ends included; masks of every bit and of several. */
function* changesOf(length: number, count: number): Generator<{ at: number; mask: number }> {
  const random = seeded(20261123);
  for (let i = 0; i < count; i++) {
    const at =
      i < 8
        ? i % length
        : i < 16
          ? length - 1 - ((i - 8) % length)
          : Math.floor(((i * 0.6180339887) % 1) * length);
    yield { at, mask: i % 3 === 0 ? 1 + random(255) : 1 << random(8) };
  }
}

/** The same numbers in every run: a failure can be looked at again. */
function seeded(start: number): (limit: number) => number {
  let state = start >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
}
