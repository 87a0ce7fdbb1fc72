import assert from 'node:assert/strict';
import { verifyDocumentSignature, verifyTimeStampToken, type Verdict } from '../../src/verify/index.js';
import {
  authorityOf,
  createWorld,
  DOCUMENT,
  NONCE,
  provider,
  requestFor,
  seeded,
  signWith,
  T0,
} from '../world.js';

/** No byte of a signature or token can change without notice. Lists are handed in too, so that the carried ones are not needed. */
describe('one byte changed', function () {
  this.timeout(60_000);

  for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
    it(`.p7s with ${algorithm}: every byte, and 200 shifts`, async () => {
      const world = await createWorld(algorithm);
      const cms = await signWith(world);
      attack(
        cms,
        seeded(`p7s ${algorithm}`),
        (altered) =>
          verifyDocumentSignature({
            cms: altered,
            document: DOCUMENT,
            roots: [world.root.certificate],
            at: T0,
            crls: world.crls,
            provider,
          }).verdict,
      );
    });

    it(`.tsr with ${algorithm}: every byte, and 200 shifts`, async () => {
      const world = await createWorld(algorithm);
      const token = await authorityOf(world).respond(requestFor(world));
      attack(
        token,
        seeded(`tsr ${algorithm}`),
        (altered) =>
          verifyTimeStampToken({
            token: altered,
            stamped: { data: DOCUMENT },
            roots: [world.root.certificate],
            now: T0,
            nonce: NONCE,
            crls: world.crls,
            provider,
          }).verdict,
      );
    });
  }
});

/** Changes every byte to a random other value, then deletes or inserts bytes at 200 places; none may stay valid. */
function attack(
  genuine: Uint8Array,
  random: (length: number) => Uint8Array,
  judge: (altered: Uint8Array) => Verdict,
): void {
  assert.equal(judge(genuine), 'valid');
  assert.ok(genuine.length >= 500);
  for (let at = 0; at < genuine.length; at++) {
    const altered = Uint8Array.from(genuine);
    const [change = 0] = random(1);
    altered[at] = (altered[at] ?? 0) ^ (change === 0 ? 1 : change);
    assert.equal(judge(altered), 'invalid', `byte ${at}`);
  }
  for (let i = 0; i < 200; i++) {
    const [high = 0, low = 0, byte = 0] = random(3);
    const at = (high * 256 + low) % genuine.length;
    const kept = i % 2 === 0 ? at + 1 : at;
    const altered = Uint8Array.of(
      ...genuine.subarray(0, at),
      ...(i % 2 === 0 ? [] : [byte]),
      ...genuine.subarray(kept),
    );
    assert.equal(judge(altered), 'invalid', `shift at ${at}`);
  }
}
