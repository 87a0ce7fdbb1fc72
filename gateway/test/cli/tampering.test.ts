import { verify, type VerifyOptions } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { stories } from '../../src/story/index.js';
import { playThrough } from '../../src/story/play-through.js';
import { openInstance } from '../story/instance.js';

/** Changes of one byte each that every artefact has to survive: none of them may be called valid. */
const CHANGES = 500;
interface Named {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every artefact that the verifier takes, and what is verified together with it. */
const VERIFIED: readonly (readonly [string, readonly string[]])[] = [
  ...stories
    .flatMap((story) => story.artefacts)
    .filter(({ notVerified }) => notVerified === undefined)
    .flatMap(({ files }) => {
      const names = Object.keys(files);
      return names.map((name) => [name, names.filter((other) => other !== name)] as const);
    }),
  ['trust.json', []],
];

describe('one byte changed', function () {
  this.timeout(300_000);
  const artefacts = new Map<string, Uint8Array>();
  let trust: Uint8Array;
  let now: Date;

  before(async () => {
    const instance = await openInstance();
    try {
      const { playhouse, composed } = instance.running;
      for (const { id } of stories)
        for await (const { step, result } of playThrough(playhouse, id))
          assert.equal(result.came, step.expected, step.id);
      for (const [name, bytes] of playhouse.artefacts()) artefacts.set(name, bytes);
      trust = await composed.trust();
      artefacts.set('trust.json', trust);
      now = new Date();
    } finally {
      await instance.stop();
    }
  });

  const options = (companions: readonly Named[]): VerifyOptions => ({
    provider: nativeProvider,
    now,
    trust,
    companions,
  });

  for (const [name, beside] of VERIFIED)
    it(`of ${name} is never valid, ${CHANGES} times`, async () => {
      const bytes = artefacts.get(name);
      assert.ok(bytes);
      const companions = beside.flatMap((other) => {
        const content = artefacts.get(other);
        return content === undefined ? [] : [{ name: other, bytes: content }];
      });
      const [before] = await verify([{ name, bytes }], options(companions));
      assert.equal(before?.verdict, 'valid', 'before anything is changed');
      const valid: string[] = [];
      let tried = 0;
      for (const { at, mask } of changesOf(bytes.length, CHANGES)) {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ mask;
        const [report] = await verify([{ name, bytes: changed }], options(companions));
        if (report?.verdict === 'valid') valid.push(`byte ${at} xor ${mask}`);
        tried++;
      }
      assert.deepEqual(valid, []);
      assert.equal(tried, CHANGES);
    });
});

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
