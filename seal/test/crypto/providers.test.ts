import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { Latest } from '../../src/crypto/latest.js';
import { createNativeProvider, nativeProvider } from '../../src/crypto/native.js';
import { createPureSigner, generatePureSigner, pureProvider } from '../../src/crypto/pure.js';
import type { CryptoProvider } from '../../src/crypto/provider.js';
import type { Activation, Signer } from '../../src/signer/signer.js';
import { bytes, vectors } from './vectors.js';

const activation: Activation = { id: 'test', method: 'unattended', at: '2026-03-01T00:00:00.000Z' };
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

interface SignatureVector {
  readonly algorithm: PublicKey['algorithm'];
  readonly point: string;
  readonly message: string;
  readonly signature: string;
}

describe('verification by both providers', () => {
  for (const curve of ['sm2', 'p256']) {
    for (const kind of ['valid', 'invalid'] as const) {
      for (const [name, vector] of vectors<SignatureVector>(`${curve}-signature/${kind}`)) {
        it(`${kind === 'valid' ? 'accepts' : 'refuses'} ${curve}: ${name}`, () => {
          const key = { algorithm: vector.algorithm, point: vector.point };
          for (const provider of [pureProvider, nativeProvider]) {
            const outcome = provider.verify(key, bytes(vector.message), bytes(vector.signature));
            assert.equal(outcome, kind === 'valid', provider.name);
          }
        });
      }
    }
  }
});

for (const algorithm of ['SM2', 'P-256'] as const) {
  describe(`native and pure agree, ${algorithm}`, () => {
    it('that what was signed is valid, for any message', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (message) => {
          const { signer } = generatePureSigner(algorithm, random);
          assert.equal(agreed(signer.key, message, await sign(signer, message)), true);
        }),
        { numRuns: 60 },
      );
    });

    it('on signatures, messages and keys in which bytes were changed: none is valid', async () => {
      const { signer } = generatePureSigner(algorithm, random);
      const message = random(50);
      const signature = await sign(signer, message);
      const point = pointBytes(signer.key);
      const change = fc.tuple(
        fc.constantFrom('signature', 'message', 'point'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
      );
      fc.assert(
        fc.property(change, ([part, at, by]) => {
          const changed = {
            signature: part === 'signature' ? flipped(signature, at, by) : signature,
            message: part === 'message' ? flipped(message, at, by) : message,
            point: part === 'point' ? flipped(point, at, by) : point,
          };
          const key = { algorithm, point: toBase64url(changed.point) };
          assert.equal(agreed(key, changed.message, changed.signature), false);
        }),
        { numRuns: 400 },
      );
    });

    it('on anything at all', () => {
      const { signer } = generatePureSigner(algorithm, random);
      const anything = fc.tuple(
        fc.uint8Array({ maxLength: 80 }),
        fc.oneof(fc.uint8Array({ maxLength: 130 }), fc.uint8Array({ minLength: 64, maxLength: 64 })),
        fc.oneof(
          fc.constant(signer.key.point),
          fc.string(),
          fc.uint8Array({ maxLength: 70 }).map(toBase64url),
        ),
      );
      fc.assert(
        fc.property(anything, ([message, signature, point]) => {
          assert.equal(agreed({ algorithm, point }, message, signature), false);
        }),
        { numRuns: 300 },
      );
    });

    it('on points and numbers at the edges of their ranges', () => {
      const order = algorithm === 'SM2' ? SM2_ORDER : P256_ORDER;
      const one = new Uint8Array(32).with(31, 1);
      const points = [one, one.with(31, 2), one.with(0, 1)].flatMap((secret) => {
        const { point } = createPureSigner(algorithm, secret, random).key;
        return [point, toBase64url(negated(algorithm, point))];
      });
      const edge = fc.constantFrom(
        0n,
        1n,
        2n,
        order / 2n,
        order / 2n + 1n,
        order - 2n,
        order - 1n,
        order,
        order + 1n,
      );
      fc.assert(
        fc.property(fc.constantFrom(...points), edge, edge, (point, r, s) => {
          const signature = bytes([r, s].map((value) => value.toString(16).padStart(64, '0')).join(''));
          assert.equal(agreed({ algorithm, point }, one, signature), false);
        }),
        { numRuns: 200 },
      );
    });

    it('on the negated s: with ECDSA it is valid as well, with SM2 it is not', async () => {
      const { signer } = generatePureSigner(algorithm, random);
      const message = random(20);
      const signature = await sign(signer, message);
      const order = algorithm === 'SM2' ? SM2_ORDER : P256_ORDER;
      const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
      signature.set(bytes((order - s).toString(16).padStart(64, '0')), 32);
      assert.equal(agreed(signer.key, message, signature), algorithm === 'P-256');
    });
  });
}

describe('createNativeProvider', () => {
  it('takes node:crypto when it does everything right', () => {
    const { provider, fallback } = createNativeProvider();
    assert.equal(fallback, undefined);
    assert.equal(provider.name, 'native');
  });

  const wrong: Record<string, Partial<CryptoProvider>> = {
    'hashes wrongly': { hash: (_algorithm, ...parts) => pureProvider.hash('SHA-256', ...parts) },
    'hashes long input wrongly': {
      hash: (algorithm, ...parts) => pureProvider.hash(parts.length > 1 ? 'SHA-256' : algorithm, ...parts),
    },
    'hashes texts wrongly': {
      hashText: (algorithm, text) => pureProvider.hash(algorithm, Buffer.from(text, 'latin1')),
    },
    'refuses everything': { verify: () => false },
    'accepts everything': { verify: () => true },
    'accepts every P-256 signature': {
      verify: (key, ...rest) => key.algorithm === 'P-256' || pureProvider.verify(key, ...rest),
    },
    throws: {
      verify: () => {
        throw new Error('unsupported curve');
      },
    },
  };
  for (const [name, members] of Object.entries(wrong)) {
    it(`falls back to the pure one and says why when it ${name}`, () => {
      const { provider, fallback } = createNativeProvider({ ...pureProvider, name: 'native', ...members });
      assert.equal(provider, pureProvider);
      assert.ok(fallback !== undefined && fallback.length > 0);
    });
  }
});

describe('the keys kept by the native provider', () => {
  it('are limited: the one unused for longest goes first', () => {
    const latest = new Latest<{ name: string }>(3);
    const made: string[] = [];
    const ask = (name: string): void => {
      latest.of(name, () => {
        made.push(name);
        return { name };
      });
    };
    for (const name of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) ask(name);
    assert.deepEqual(made, ['a', 'b', 'c', 'd', 'b']);
    assert.equal(latest.size, 3);
    assert.equal(
      latest.of('none', () => undefined),
      undefined,
    );
    assert.equal(latest.size, 3);
  });
});

const SM2_ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const PRIME = {
  SM2: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  'P-256': 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
};

function negated(algorithm: PublicKey['algorithm'], point: string): Uint8Array {
  const both = pointBytes({ algorithm, point });
  const y = BigInt(`0x${Buffer.from(both.subarray(33)).toString('hex')}`);
  both.set(bytes((PRIME[algorithm] - y).toString(16).padStart(64, '0')), 33);
  return both;
}

function agreed(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const pure = pureProvider.verify(key, message, signature);
  assert.equal(nativeProvider.verify(key, message, signature), pure);
  return pure;
}

function sign(signer: Signer, message: Uint8Array): Promise<Uint8Array> {
  return signer.sign({ algorithm: signer.key.algorithm, message, activation });
}

function flipped(original: Uint8Array, at: number, by: number): Uint8Array {
  const index = at % original.length;
  return original.with(index, (original[index] ?? 0) ^ by);
}

function pointBytes(key: PublicKey): Uint8Array {
  const point = fromBase64url(key.point);
  assert.ok(point);
  return point;
}
