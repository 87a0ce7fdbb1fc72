import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toBase64url } from '@renxin/chaincode/canonical';
import { pureProvider } from '../../src/crypto/pure.js';
import {
  byTwoPeople,
  confirmationBytes,
  generateSigner,
  recorded,
  SignerError,
  type Confirmation,
  type KeyUse,
  type Signer,
  type TwoPersonActivation,
} from '../../src/signer/index.js';
import { provider } from '../world.js';

const NOW = new Date('2026-03-01T00:00:00.000Z');
const WINDOW = 600_000;
const message = new TextEncoder().encode('公章用印');
const purpose = 'seal/labor-contract';
const [seal, first, second, stranger] = Array.from({ length: 4 }, () => generateSigner('SM2').signer) as [
  Signer,
  Signer,
  Signer,
  Signer,
];
const officers = new Map([
  ['officer-1', first.key],
  ['officer-2', second.key],
  ['officer-1-again', first.key],
]);
const twofold = byTwoPeople(seal, { officers, window: WINDOW, clock: () => NOW, provider });

async function word(
  officer: string,
  by: Signer,
  changes: { at?: Date; message?: Uint8Array; purpose?: string; key?: Signer } = {},
): Promise<Confirmation> {
  const at = (changes.at ?? NOW).toISOString();
  const said = { purpose: changes.purpose ?? purpose, officer, at };
  const bytes = confirmationBytes((changes.key ?? seal).key, changes.message ?? message, said, provider);
  const signature = await by.sign({
    algorithm: by.key.algorithm,
    message: bytes,
    activation: { id: 'officer', method: 'confirmation', at },
  });
  return { officer, at, signature: toBase64url(signature) };
}

function activation(...confirmations: Confirmation[]): TwoPersonActivation {
  return { id: 'use-1', method: 'two-person', at: NOW.toISOString(), purpose, confirmations };
}

const sign = (given: TwoPersonActivation, signer: Signer = twofold): Promise<Uint8Array> =>
  signer.sign({ algorithm: 'SM2', message, activation: given });

const refused = (code: string) => (error: unknown) => error instanceof SignerError && error.code === code;

describe('activation by two people', () => {
  it('signs what two officers confirmed', async () => {
    const signature = await sign(activation(await word('officer-1', first), await word('officer-2', second)));
    assert.equal(pureProvider.verify(seal.key, message, signature), true);
  });

  it('ACTIVATION_TOO_FEW: one alone, or nobody', async () => {
    await assert.rejects(sign(activation(await word('officer-1', first))), refused('ACTIVATION_TOO_FEW'));
    await assert.rejects(sign(activation()), refused('ACTIVATION_TOO_FEW'));
  });

  it('ACTIVATION_SAME_OFFICER: the same twice, also under two names', async () => {
    const own = await word('officer-1', first);
    const later = await word('officer-1', first, { at: new Date(NOW.getTime() - 1) });
    await assert.rejects(sign(activation(own, later)), refused('ACTIVATION_SAME_OFFICER'));
    const alias = await word('officer-1-again', first);
    await assert.rejects(sign(activation(own, alias)), refused('ACTIVATION_SAME_OFFICER'));
  });

  it('ACTIVATION_EXPIRED: longer ago than the window, from the future, or at no time', async () => {
    const own = await word('officer-1', first);
    for (const at of [NOW.getTime() - WINDOW - 1, NOW.getTime() + 60_001]) {
      const other = await word('officer-2', second, { at: new Date(at) });
      await assert.rejects(sign(activation(own, other)), refused('ACTIVATION_EXPIRED'));
    }
    const never = { ...(await word('officer-2', second)), at: 'never' };
    await assert.rejects(sign(activation(own, never)), refused('ACTIVATION_EXPIRED'));
    const edge = await word('officer-2', second, { at: new Date(NOW.getTime() - WINDOW) });
    await sign(activation(own, edge));
  });

  it('ACTIVATION_NOT_OFFICER, ACTIVATION_SIGNATURE: strangers, other messages, purposes, keys and times', async () => {
    const own = await word('officer-1', first);
    await assert.rejects(
      sign(activation(own, await word('stranger', stranger))),
      refused('ACTIVATION_NOT_OFFICER'),
    );
    const fit = await word('officer-2', second);
    for (const other of [
      await word('officer-2', stranger),
      await word('officer-2', second, { message: new TextEncoder().encode('另一份文件') }),
      await word('officer-2', second, { purpose: 'seal/other' }),
      await word('officer-2', second, { key: stranger }),
      { ...fit, at: new Date(NOW.getTime() - 1).toISOString() },
      { ...fit, signature: 'AAAA' },
      { ...fit, signature: own.signature },
    ])
      await assert.rejects(sign(activation(own, other)), refused('ACTIVATION_SIGNATURE'));
  });

  it('ACTIVATION_REQUIRED: no other activation opens the key', async () => {
    for (const method of ['unattended', 'passphrase', 'confirmation', 'two-person'] as const)
      await assert.rejects(
        twofold.sign({ algorithm: 'SM2', message, activation: { id: 'x', method, at: NOW.toISOString() } }),
        refused('ACTIVATION_REQUIRED'),
      );
  });

  it('no changed signature of an officer counts', async () => {
    const own = await word('officer-1', first);
    const other = await word('officer-2', second);
    await fc.assert(
      fc.asyncProperty(fc.nat(63), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(other.signature, 'base64url');
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        const altered = { ...other, signature: toBase64url(new Uint8Array(bytes)) };
        await assert.rejects(sign(activation(own, altered)), refused('ACTIVATION_SIGNATURE'));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a recorded key', () => {
  it('writes who, when, how and what for, before and after, refused uses too', async () => {
    const uses: KeyUse[] = [];
    const signer = recorded(twofold, async (use) => void uses.push(use), provider);
    await sign(activation(await word('officer-1', first), await word('officer-2', second)), signer);
    await assert.rejects(
      sign(activation(await word('officer-1', first)), signer),
      refused('ACTIVATION_TOO_FEW'),
    );
    assert.deepEqual(
      uses.map(({ outcome, code, by }) => [outcome, code, by]),
      [
        ['asked', null, ['officer-1', 'officer-2']],
        ['signed', null, ['officer-1', 'officer-2']],
        ['asked', null, ['officer-1']],
        ['refused', 'ACTIVATION_TOO_FEW', ['officer-1']],
      ],
    );
    assert.equal(uses[0]?.purpose, purpose);
    assert.equal(uses[0]?.message, toBase64url(provider.hash('SM3', message)));
  });

  it('does not sign what it cannot record, and hands out nothing whose outcome it cannot record', async () => {
    let signed = 0;
    const counting: Signer = { key: seal.key, sign: (request) => (signed++, seal.sign(request)) };
    const request = {
      algorithm: 'SM2' as const,
      message,
      activation: { id: 'x', method: 'unattended' as const, at: NOW.toISOString() },
    };
    const full = new Error('disk');
    await assert.rejects(recorded(counting, () => Promise.reject(full), provider).sign(request), full);
    assert.equal(signed, 0);
    let calls = 0;
    const second = recorded(counting, async () => void (++calls === 2 && fault()), provider);
    await assert.rejects(second.sign(request), full);
    function fault(): never {
      throw full;
    }
  });
});
