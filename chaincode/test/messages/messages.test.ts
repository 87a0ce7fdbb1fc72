import assert from 'node:assert/strict';
import { createPublicKey, createVerify } from 'node:crypto';
import fc from 'fast-check';
import smCrypto from 'sm-crypto';
import { z } from 'zod';
import { canonicalBytes, fromBase64url, fromHex, NotCanonical, toHex } from '../../src/canonical/index.js';
import {
  dateInChina,
  isDate,
  isInstant,
  isOnCurve,
  isSignatureBytes,
  messageBodies,
  messageBytes,
  plusMilliseconds,
  publicKey,
  readMessage,
  type MessageBody,
  type MessageKind,
  type PublicKey,
} from '../../src/messages/index.js';
import { p256Key, sm2Key, verifySignature } from '../world/keys.js';
import { invalidVectors, validVectors } from './vectors.js';

/** What the kernel does with a signature: its form first, then the host. */
function holds(key: PublicKey, bytes: Uint8Array, signature: string): boolean {
  const decoded = fromBase64url(signature);
  return (
    decoded !== undefined && isSignatureBytes(key.algorithm, decoded) && verifySignature(key, bytes, decoded)
  );
}

describe('messages: valid vectors', () => {
  for (const { name, vector } of validVectors()) {
    it(name, () => {
      const { kind, ledger, body, key, signature } = vector;
      const bytes = fromHex(vector.bytes)!;
      const made = messageBytes(kind as MessageKind, ledger, body as MessageBody<MessageKind>);
      assert.equal(toHex(made), vector.bytes);
      assert.deepEqual(readMessage(bytes), { kind, ledger, body });
      assert.ok(holds(key, bytes, signature));
      if (key.algorithm === 'SM2') assert.ok(nodeSm2(key, bytes, fromBase64url(signature)!));
    });
  }

  it('there is one for every kind', () => {
    const kinds = new Set(validVectors().map(({ vector }) => vector.kind));
    assert.deepEqual([...kinds].sort(), Object.keys(messageBodies).sort());
  });

  it('no two kinds share bytes, not even with the same body', () => {
    const hold = validVectors().find(({ name }) => name === 'labor-contract-hold')!.vector;
    const body = hold.body as MessageBody<'labor-contract/hold'>;
    assert.notEqual(
      toHex(messageBytes('labor-contract/hold', hold.ledger, body)),
      toHex(messageBytes('labor-contract/release', hold.ledger, body)),
    );
  });
});

describe('messages: invalid vectors', () => {
  for (const { name, vector } of invalidVectors()) {
    it(name, () => {
      const bytes = fromHex(vector.bytes)!;
      if (vector.refused === 'bytes') {
        assert.throws(
          () => readMessage(bytes),
          (error) => error instanceof NotCanonical || error instanceof z.ZodError,
        );
        return;
      }
      assert.doesNotThrow(() => readMessage(bytes));
      assert.equal(holds(vector.key, bytes, vector.signature), false);
    });
  }

  it('there are at least sixty', () => {
    assert.ok(invalidVectors().length >= 60);
  });
});

describe('messageBytes', () => {
  it('refuses a body of another kind, and a ledger’s name that is none', () => {
    const body = { contract: 'c1', at: '2026-03-02T01:02:03.004Z' };
    assert.throws(() => messageBytes('labor-contract/revise', 'ledger', body as never), z.ZodError);
    assert.throws(() => messageBytes('labor-contract/dispose', 'Ledger', body), z.ZodError);
    assert.throws(() => messageBytes('labor-contract/dispose', '', body), z.ZodError);
  });

  it('never gives the same bytes for two bodies', () => {
    const bodies = fc.record({
      contract: fc.stringMatching(/^[a-z0-9]{2,20}$/),
      version: fc.integer({ min: 1, max: 9999 }),
      terms: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => Buffer.from(b).toString('base64url')),
    });
    fc.assert(
      fc.property(bodies, bodies, (a, b) => {
        const same = toHex(canonicalBytes(a)) === toHex(canonicalBytes(b));
        const bytes = [a, b].map((each) => toHex(messageBytes('labor-contract/revise', 'ledger', each)));
        assert.equal(bytes[0] === bytes[1], same);
      }),
    );
  });
});

describe('instants and dates', () => {
  it('agree with Date over all years that they know', () => {
    const first = Date.UTC(1000, 0, 1);
    const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), fc.integer({ min: -1e13, max: 1e13 }), (at, by) => {
        const text = new Date(at).toISOString();
        assert.ok(isInstant(text) && isDate(text.slice(0, 10)));
        const moved = at + by;
        if (moved < first || moved > last) assert.throws(() => plusMilliseconds(text, by), RangeError);
        else assert.equal(plusMilliseconds(text, by), new Date(moved).toISOString());
      }),
      { numRuns: 3000 },
    );
  });

  it('know which days there are', () => {
    for (const [text, expected] of [
      ['2024-02-29', true],
      ['2023-02-29', false],
      ['2000-02-29', true],
      ['1900-02-29', false],
      ['2026-04-31', false],
      ['2026-00-10', false],
      ['2026-13-10', false],
      ['2026-12-00', false],
      ['0999-12-31', false],
      ['1000-01-01', true],
      ['9999-12-31', true],
      ['2026-1-1', false],
      ['2026-01-01 ', false],
      ['２026-01-01', false],
    ] as const) {
      assert.equal(isDate(text), expected, text);
    }
  });

  it('have the day of China', () => {
    assert.equal(dateInChina('2026-03-01T15:59:59.999Z'), '2026-03-01');
    assert.equal(dateInChina('2026-03-01T16:00:00.000Z'), '2026-03-02');
    assert.equal(dateInChina('2025-12-31T16:00:00.000Z'), '2026-01-01');
    assert.throws(() => dateInChina('2026-03-01'), RangeError);
  });
});

describe('keys and signatures in form', () => {
  it('every key that is made is on its curve; one bit off, or on the other curve, it is not', () => {
    for (let i = 0; i < 10; i++) {
      for (const { key } of [sm2Key(`curve ${String(i)}`), p256Key(`curve ${String(i)}`)]) {
        assert.ok(publicKey.safeParse(key).success && isOnCurve(key));
        assert.ok(!isOnCurve({ ...key, algorithm: key.algorithm === 'SM2' ? 'P-256' : 'SM2' }));
        for (const at of [1, 32, 33, 64]) {
          const bytes = fromBase64url(key.point)!;
          bytes[at] = bytes[at]! ^ 1;
          assert.ok(!isOnCurve({ ...key, point: Buffer.from(bytes).toString('base64url') }));
        }
      }
    }
    assert.ok(!isOnCurve({ algorithm: 'SM2', point: '' }));
    assert.ok(!isOnCurve({ algorithm: 'SM2', point: '!' }));
  });

  it('r and s lie between 1 and n - 1', () => {
    const order = {
      SM2: 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123',
      'P-256': 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    };
    for (const algorithm of ['SM2', 'P-256'] as const) {
      const n = BigInt(`0x${order[algorithm]}`);
      const bytes = (r: bigint, s: bigint) =>
        fromHex([r, s].map((v) => v.toString(16).padStart(64, '0')).join(''))!;
      assert.ok(isSignatureBytes(algorithm, bytes(1n, 1n)));
      assert.ok(isSignatureBytes(algorithm, bytes(n - 1n, n - 1n)));
      for (const [r, s] of [
        [0n, 1n],
        [1n, 0n],
        [n, 1n],
        [1n, n],
        [n + 1n, 1n],
        [2n ** 256n - 1n, 1n],
      ] as const) {
        assert.ok(!isSignatureBytes(algorithm, bytes(r, s)));
      }
      assert.ok(!isSignatureBytes(algorithm, bytes(1n, 1n).subarray(1)));
      assert.ok(!isSignatureBytes(algorithm, new Uint8Array(65).fill(1)));
    }
  });
});

/**
 * A further opinion on SM2: Node's OpenSSL over ZA || M (GB/T 32918.2 section 5.5, 6.1), with the key as SPKI and the
 * signature as DER.
 */
function nodeSm2(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const point = fromBase64url(key.point)!;
  const spki = Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d034200${toHex(point)}`, 'hex');
  const object = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const curve =
    'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0';
  const id = Buffer.from('1234567812345678');
  const za = Buffer.concat([Buffer.from([0, 128]), id, Buffer.from(curve, 'hex'), point.subarray(1)]);
  const digest = Buffer.from(smCrypto.sm3([...za]), 'hex');
  return createVerify('sm3').update(digest).update(message).verify(object, der(signature));
}

function der(signature: Uint8Array): Buffer {
  const integer = (bytes: Uint8Array) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const body = [...bytes.subarray(first)];
    const signed = body[0]! > 127 ? [0, ...body] : body;
    return [2, signed.length, ...signed];
  };
  const both = [...integer(signature.subarray(0, 32)), ...integer(signature.subarray(32))];
  return Buffer.from([0x30, both.length, ...both]);
}
