import assert from 'node:assert/strict';
import { verifiedApart } from '../../src/crypto/index.js';
import { nativeProvider } from '../../src/crypto/native.js';
import { counted, generateAssertionSigner, generateSigner, SignerError } from '../../src/signer/index.js';
import { CryptoThreads } from '../../src/threads/index.js';
import { sharedKeyOf } from '../../src/signer/native-key.js';
import { Thread } from '../../src/threads/thread.js';
import { signing } from './work.js';

const ACTIVATION = { id: 'test', method: 'unattended', at: '2026-01-01T00:00:00.000Z' } as const;

const program = { url: new URL('./work-thread.js', import.meta.url), works: [signing] };

describe('threads for cryptography', () => {
  const threads = new CryptoThreads(1, program);
  after(() => threads.close());
  const sm2 = generateSigner('SM2').signer;
  const shared = threads.signer(sm2);

  it('does a lone call where it is asked for: no thread starts', async () => {
    assert.equal(await holds(new Uint8Array(7)), true);
    assert.equal(threads.started, 0);
  });

  it('signs and verifies many at once on a thread and beside it, each its own message', async () => {
    const messages = Array.from({ length: 400 }, (_, i) => new TextEncoder().encode(`message ${i}`));
    const all = await Promise.all(messages.map(holds));
    assert.equal(all.length, 400);
    assert.ok(all.every(Boolean));
    assert.equal(threads.started, 1);
  });

  it('answers as the provider of this process does, also for what does not hold', async () => {
    const { signer: other } = generateSigner('SM2');
    const { signer: edwards } = generateAssertionSigner();
    const message = new Uint8Array(Buffer.from('a view of a larger buffer').subarray(2, 9));
    const sm2Signature = await shared.sign({ algorithm: 'SM2', message, activation: ACTIVATION });
    const edSignature = await edwards.sign({ algorithm: 'Ed25519', message, activation: ACTIVATION });
    const altered = sm2Signature.map((byte, i) => (i === 40 ? byte ^ 1 : byte));
    const asked = [
      { key: sm2.key, message, signature: sm2Signature },
      { key: other.key, message, signature: sm2Signature },
      { key: sm2.key, message: message.subarray(1), signature: sm2Signature },
      { key: sm2.key, message, signature: altered },
      { key: sm2.key, message, signature: new Uint8Array(3) },
      { key: { algorithm: 'SM2', point: 'AAAA' }, message, signature: sm2Signature },
      { key: edwards.key, message, signature: edSignature },
      { key: edwards.key, message, signature: sm2Signature },
    ] as const;
    const many = Array.from({ length: 20 }, () => asked).flat();
    const found = await Promise.all(
      many.map((each) => verifiedApart(threads.provider(), each.key, each.message, each.signature)),
    );
    const expected = many.map((each) => nativeProvider.verify(each.key, each.message, each.signature));
    assert.deepEqual(found, expected);
    assert.ok(expected.includes(true) && expected.includes(false));
  });

  it('gives back a signer whose key cannot be shared', async () => {
    const { signer: p256 } = generateSigner('P-256');
    assert.equal(threads.signer(p256), p256);
    const device = { key: sm2.key, sign: async () => new Uint8Array(64) };
    assert.equal(threads.signer(device), device);
    assert.equal(new CryptoThreads(0).signer(sm2), sm2);
  });

  it('shows nobody the private key, and signs for its own algorithm alone', async () => {
    assert.deepEqual(Object.keys(shared).sort(), ['key', 'sign']);
    const wrong = shared.sign({ algorithm: 'P-256', message: new Uint8Array(1), activation: ACTIVATION });
    await assert.rejects(
      wrong,
      (error) => error instanceof SignerError && error.code === 'SIGNER_ALGORITHM_MISMATCH',
    );
  });

  it('does work with keys whole, on a thread and beside it, and tells of each use', async () => {
    const edwards = generateAssertionSigner().signer;
    const uses = { used: 0, refused: 0 };
    const told = { used: () => void uses.used++, refused: () => void uses.refused++ };
    const watched = counted(counted(shared, told), told);
    const inputs = Array.from({ length: 60 }, (_, i) => [`first ${i}`, `second ${i}`]);
    const all = await Promise.all(inputs.map((input) => threads.apart(signing, input, [watched, edwards])));
    for (const [i, { said, signatures }] of all.entries()) {
      assert.equal(said, inputs[i]!.join(' '));
      for (const [n, signature] of signatures.entries()) {
        const message = new TextEncoder().encode(inputs[i]![n >> 1]);
        assert.ok(nativeProvider.verify((n % 2 === 0 ? sm2 : edwards).key, message, signature));
      }
    }
    assert.deepEqual(uses, { used: 2 * 120, refused: 0 });
    await assert.rejects(threads.apart(signing, [], [watched]));
  });

  it('does work where it is asked for with a key that no thread can use', async () => {
    let asked = 0;
    const device = { key: sm2.key, sign: async () => new Uint8Array(64).fill(++asked) };
    const { signatures } = await threads.apart(signing, ['one', 'two'], [device]);
    assert.deepEqual([asked, signatures[1]?.[0]], [2, 2]);
    for (const others of [new CryptoThreads(0, program), new CryptoThreads(1)])
      assert.equal((await others.apart(signing, ['one'], [sm2])).signatures.length, 1);
  });

  it('goes on without its thread after the end', async () => {
    const own = new CryptoThreads(1);
    const signer = own.signer(sm2);
    const sign = (): Promise<Uint8Array> =>
      signer.sign({ algorithm: 'SM2', message: new Uint8Array(5), activation: ACTIVATION });
    const some = Array.from({ length: 100 }, sign);
    await some[0];
    await own.close();
    for (const signature of await Promise.all([...some, sign()]))
      assert.ok(nativeProvider.verify(sm2.key, new Uint8Array(5), signature));
  });

  it('gives back what a thread had not done when it ended', async () => {
    const key = sharedKeyOf(sm2)?.native;
    assert.ok(key !== undefined);
    const task = { kind: 'sign', key, message: new Uint8Array(9) } as const;
    const waiting = { task, resolve: () => undefined, reject: () => undefined };
    const left = await new Promise<readonly unknown[]>((resolve) => {
      const thread: Thread = new Thread(() => {
        thread.take([waiting, waiting]);
        thread.take([waiting]);
        void thread.end();
      }, resolve);
    });
    assert.ok(left.every((each) => each === waiting));
  });

  async function holds(message: Uint8Array): Promise<boolean> {
    const signature = await shared.sign({ algorithm: 'SM2', message, activation: ACTIVATION });
    return threads.verify(sm2.key, message, signature);
  }
});
