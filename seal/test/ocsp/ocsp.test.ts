import assert from 'node:assert/strict';
import fc from 'fast-check';
import { integer, sequence } from '../../src/asn1/write.js';
import { readOcspRequest, readOcspResponse } from '../../src/ocsp/index.js';
import { DerError, verifyChain, verifyOcspResponse, type OcspInput } from '../../src/verify/index.js';
import { readCertificate, type KeyAlgorithm } from '../../src/x509/index.js';
import { flipped } from '../interop/tools.js';
import {
  createWorld,
  DAY,
  days,
  issueUnder,
  listOf,
  provider,
  T0,
  type Holder,
  type World,
} from '../world.js';
import { answer, asking, delegate } from './responding.js';

const NONCE = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
const good = { status: 'good' } as const;
const revoked = (at: Date) => ({ status: 'revoked', at, reason: 'keyCompromise' }) as const;

for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
  describe(`OCSP with ${algorithm}`, () => {
    let world: World<KeyAlgorithm>;
    let responder: Holder<KeyAlgorithm>;
    before(async () => {
      world = await createWorld(algorithm);
      responder = await delegate(world);
    });

    const judge = (response: Uint8Array, overrides: Partial<OcspInput> = {}) =>
      verifyOcspResponse({
        response,
        certificate: world.person.certificate,
        issuer: world.province.certificate,
        at: T0,
        now: T0,
        provider,
        ...overrides,
      });
    const code = (response: Uint8Array, overrides: Partial<OcspInput> = {}): string =>
      judge(response, overrides).code;

    it('good, by a delegated responder and by the issuer itself', async () => {
      assert.equal(code(await answer(world, responder, good)), 'OK');
      assert.equal(code(await answer(world, world.province, good)), 'OK');
    });

    it('repeats the nonce: OCSP_NONCE for another, or for none', async () => {
      const response = await answer(world, responder, good, { request: asking(world, NONCE) });
      assert.equal(code(response, { nonce: NONCE }), 'OK');
      assert.equal(code(response, { nonce: flipped(NONCE, 0) }), 'OCSP_NONCE');
      assert.equal(code(await answer(world, responder, good), { nonce: NONCE }), 'OCSP_NONCE');
    });

    it('revoked before: CHAIN_REVOKED; after: OK, and says so', async () => {
      const early = await answer(world, responder, revoked(days(-1)));
      assert.equal(code(early), 'CHAIN_REVOKED');
      const late = judge(await answer(world, responder, revoked(days(2)), { now: days(3) }), {
        now: days(3),
      });
      assert.equal(late.code, 'OK');
      assert.equal(late.revokedLater, days(2).toISOString());
    });

    it('unknown: undetermined', async () => {
      const report = judge(await answer(world, responder, { status: 'unknown' }));
      assert.deepEqual([report.verdict, report.code], ['undetermined', 'OCSP_UNKNOWN']);
    });

    it('OCSP_OTHER_CERTIFICATE: about another number, or of another issuer', async () => {
      const request = asking(world, undefined, ['0badc0de']);
      assert.equal(code(await answer(world, responder, good, { request })), 'OCSP_OTHER_CERTIFICATE');
      const response = await answer(world, responder, good);
      assert.equal(code(response, { issuer: world.root.certificate }), 'OCSP_OTHER_CERTIFICATE');
    });

    it('OCSP_FUTURE, OCSP_EXPIRED: from later, or too old', async () => {
      const response = await answer(world, responder, good);
      assert.equal(code(response, { now: new Date(T0.getTime() - 2 * 60_000) }), 'OCSP_FUTURE');
      const old = new Date(T0.getTime() + 2 * DAY);
      assert.equal(code(response, { at: old, now: old }), 'OCSP_EXPIRED');
    });

    it('OCSP_RESPONDER: a person, a time-stamp authority, a stranger of the same name, an expired one', async () => {
      assert.equal(code(await answer(world, world.person, good)), 'OCSP_RESPONDER');
      assert.equal(code(await answer(world, world.authority, good)), 'OCSP_RESPONDER');
      const stranger = await createWorld(algorithm, 'stranger');
      assert.equal(code(await answer(world, await delegate(stranger), good)), 'OCSP_RESPONDER');
      const expired = await issueUnder(
        { algorithm, random: world.random, issuer: world.province },
        'ocsp-responder',
        { subject: { commonName: '过期' }, notAfter: days(-1) },
      );
      assert.equal(code(await answer(world, expired, good)), 'OCSP_RESPONDER');
    });

    it('OCSP_RESPONDER: the root’s responder does not speak for the province', async () => {
      const ofRoot = await issueUnder(
        { algorithm, random: world.random, issuer: world.root },
        'ocsp-responder',
        { subject: { commonName: '根的 OCSP' } },
      );
      assert.equal(code(await answer(world, ofRoot, good)), 'OCSP_RESPONDER');
    });

    it('no changed byte leaves a response valid', async () => {
      const response = await answer(world, responder, good, { request: asking(world, NONCE) });
      for (let at = 0; at < response.length; at += algorithm === 'SM2' ? 5 : 1) {
        const { verdict } = judge(flipped(response, at), { nonce: NONCE });
        assert.notEqual(verdict, 'valid', `byte ${at}`);
      }
    });

    it('stands in a chain in the place of a list', async () => {
      const lists = [await listOf(world.root, [])];
      const chain = (responses: readonly Uint8Array[], at = T0): string =>
        verifyChain({
          leaf: world.person.certificate,
          intermediates: [world.province.certificate],
          roots: [world.root.certificate],
          at,
          crls: lists,
          responses,
          use: 'document',
          provider,
        }).code;
      const response = await answer(world, responder, good);
      assert.equal(chain([]), 'REVOCATION_UNKNOWN');
      assert.equal(chain([response]), 'OK');
      assert.equal(chain([response], new Date(T0.getTime() + 2 * DAY)), 'REVOCATION_UNKNOWN');
      assert.equal(chain([await answer(world, responder, revoked(days(-1)))]), 'CHAIN_REVOKED');
      assert.equal(chain([response, await answer(world, responder, revoked(days(-1)))]), 'CHAIN_REVOKED');
      assert.equal(chain([await answer(world, responder, { status: 'unknown' })]), 'REVOCATION_UNKNOWN');
      assert.equal(chain([await answer(world, world.person, good)]), 'OCSP_RESPONDER');
      assert.equal(chain([await answer(world, responder, revoked(days(1)), { now: days(2) })]), 'OK');
      assert.equal(chain([flipped(response, -1)]) === 'OK', false);
      assert.equal(chain([new Uint8Array([0x30, 3, 0x0a, 1, 1])]), 'FORMAT');
    });

    it('a revoked certificate on a list stays revoked when a responder says good', async () => {
      const { serial } = readCertificate(world.person.certificate);
      const list = await listOf(world.province, [{ serial, at: days(-2), reason: 'superseded' }]);
      const report = verifyChain({
        leaf: world.person.certificate,
        intermediates: [world.province.certificate],
        roots: [world.root.certificate],
        at: T0,
        crls: [list, await listOf(world.root, [])],
        responses: [await answer(world, responder, good)],
        use: 'document',
        provider,
      });
      assert.equal(report.code, 'CHAIN_REVOKED');
    });
  });
}

describe('an OCSP responder', () => {
  let world: World;
  before(async () => {
    world = await createWorld('P-256');
  });
  const status = (response: Uint8Array): number | undefined => {
    const report = verifyOcspResponse({
      response,
      certificate: world.person.certificate,
      issuer: world.province.certificate,
      at: T0,
      now: T0,
      provider,
    });
    assert.equal(report.code, 'OCSP_NOT_SUCCESSFUL');
    return report.checks[0]?.evidence['status'] as number;
  };

  it('answers nonsense and too many questions with malformedRequest', async () => {
    const many = asking(
      world,
      undefined,
      Array.from({ length: 17 }, (_, i) => (i + 16).toString(16)),
    );
    for (const request of [new Uint8Array(), sequence(integer(1)), many, flipped(asking(world), 0)])
      assert.equal(status(await answer(world, world.province, good, { request })), 1);
  });

  it('answers questions about another issuer with unauthorized', async () => {
    const stranger = await createWorld('P-256', 'stranger');
    const request = asking(stranger);
    assert.equal(status(await answer(world, world.province, good, { request })), 6);
  });

  it('answers each of several questions', async () => {
    const serials = ['0a', '0b', '7f01'];
    const response = await answer(world, world.province, good, {
      request: asking(world, undefined, serials),
      statusOf: async (serial) => (serial === '0b' ? revoked(days(-1)) : good),
    });
    assert.deepEqual(
      readOcspResponse(response).singles.map(({ id, status: said }) => [id.serial, said]),
      [
        ['0a', 'good'],
        ['0b', 'revoked'],
        ['7f01', 'good'],
      ],
    );
  });

  it('never throws anything but what it says, whatever bytes come', async () => {
    const request = asking(world, NONCE);
    await fc.assert(
      fc.asyncProperty(fc.nat(request.length - 1), fc.nat(255), async (at, byte) => {
        const altered = Uint8Array.from(request);
        altered[at] = byte;
        try {
          readOcspRequest(altered);
        } catch (error) {
          assert.ok(error instanceof DerError);
        }
        await answer(world, world.province, good, { request: altered });
      }),
      { numRuns: 100 },
    );
  });
});
