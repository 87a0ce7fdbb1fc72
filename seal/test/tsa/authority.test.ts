import type { KeyAlgorithm } from '../../src/x509/index.js';
import assert from 'node:assert/strict';
import { AsnConvert } from '@peculiar/asn1-schema';
import { PKIStatus, TimeStampResp } from '@peculiar/asn1-tsp';
import { integer, octetString, oid, sequence, tagged, booleanTrue } from '../../src/asn1/write.js';
import { algorithmIdentifier } from '../../src/x509/index.js';
import {
  createTimeStampService,
  FAILURE,
  POLICY_TEST_TIME_STAMP,
  timeStampRequest,
  type Failure,
} from '../../src/tsa/index.js';
import { verifyTimeStampToken } from '../../src/verify/index.js';
import {
  authorityOf,
  createWorld,
  days,
  DOCUMENT,
  NONCE,
  provider,
  requestFor,
  T0,
  type World,
} from '../world.js';

const SHA1 = '1.3.14.3.2.26';

for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
  describe(`time-stamp authority with ${algorithm}`, () => {
    const hash = algorithm === 'SM2' ? ('SM3' as const) : ('SHA-256' as const);
    const hashOid = algorithm === 'SM2' ? '1.2.156.10197.1.401' : '2.16.840.1.101.3.4.2.1';
    const digest = provider.hash(hash, DOCUMENT);
    let world: World<KeyAlgorithm>;
    before(async () => {
      world = await createWorld(algorithm);
    });

    const verdict = (token: Uint8Array): string =>
      verifyTimeStampToken({
        token,
        stamped: { data: DOCUMENT },
        roots: [world.root.certificate],
        now: T0,
        nonce: NONCE,
        provider,
      }).code;

    it('grants a token that a schema library reads and that verifies', async () => {
      const response = await authorityOf(world).respond(requestFor(world));
      assert.equal(AsnConvert.parse(response, TimeStampResp).status.status, PKIStatus.granted);
      assert.equal(verdict(response), 'OK');
    });

    it('leaves certificates and lists out when they are not asked for', async () => {
      const request = timeStampRequest({ digest, algorithm: hash, certReq: false });
      const token = await authorityOf(world).respond(request);
      const verify = (certificates: readonly Uint8Array[]): string =>
        verifyTimeStampToken({
          token,
          stamped: { data: DOCUMENT },
          roots: [world.root.certificate],
          now: T0,
          certificates,
          crls: world.crls,
          provider,
        }).code;
      assert.equal(verify([world.province.certificate, world.authority.certificate]), 'OK');
      assert.equal(verify([]), 'FORMAT');
    });

    it('gives every token a serial number of its own, also when asked at once', async () => {
      const authority = authorityOf(world);
      const responses = await Promise.all(
        Array.from({ length: 20 }, () => authority.respond(requestFor(world))),
      );
      const serials = responses.map(
        (token) =>
          verifyTimeStampToken({ token, stamped: { data: DOCUMENT }, roots: undefined, now: T0, provider })
            .stamped?.serial,
      );
      assert.equal(new Set(serials).size, 20);
    });

    it('gives each token a later time than the one before, within its accuracy, or none', async () => {
      const authority = authorityOf(world, { accuracy: { seconds: 0, millis: 5 } });
      const times: (number | undefined)[] = [];
      for (let i = 0; i < 8; i++) {
        const token = await authority.respond(requestFor(world));
        if (failureOf(token) !== undefined) break;
        times.push(
          verifyTimeStampToken({
            token,
            stamped: { data: DOCUMENT },
            roots: undefined,
            now: T0,
            provider,
          }).stamped?.time.getTime(),
        );
      }
      assert.deepEqual(
        times,
        [0, 1, 2, 3, 4, 5].map((after) => T0.getTime() + after),
      );
    });

    const imprint = (id: string, value: Uint8Array): Uint8Array =>
      sequence(algorithmIdentifier(id), octetString(value));
    const refused: readonly [string, Failure, Uint8Array][] = [
      ['not DER', 'badDataFormat', Uint8Array.of(1, 2, 3)],
      ['nothing', 'badDataFormat', new Uint8Array()],
      [
        'a byte too many',
        'badDataFormat',
        Uint8Array.of(...timeStampRequest({ digest, algorithm: hash, certReq: true }), 0),
      ],
      ['version 2', 'badRequest', sequence(integer(2), imprint(hashOid, digest))],
      ['SHA-1', 'badAlg', sequence(integer(1), imprint(SHA1, digest.subarray(0, 20)))],
      [
        'the other hash function',
        'badAlg',
        timeStampRequest({ digest, algorithm: hash === 'SM3' ? 'SHA-256' : 'SM3', certReq: true }),
      ],
      ['a digest too short', 'badDataFormat', sequence(integer(1), imprint(hashOid, digest.subarray(1)))],
      [
        'another policy',
        'unacceptedPolicy',
        timeStampRequest({ digest, algorithm: hash, certReq: true, policy: '1.2.3' }),
      ],
      [
        'a critical extension',
        'unacceptedExtension',
        sequence(
          integer(1),
          imprint(hashOid, digest),
          tagged(0xa0, sequence(oid('1.2.3'), booleanTrue(), octetString(integer(1)))),
        ),
      ],
      [
        'a default value written out',
        'badDataFormat',
        sequence(integer(1), imprint(hashOid, digest), Uint8Array.of(1, 1, 0)),
      ],
    ];
    for (const [what, failure, request] of refused) {
      it(`refuses ${what}: ${failure}`, async () => {
        assert.deepEqual(failureOf(await authorityOf(world).respond(request)), FAILURE[failure]);
      });
    }

    it('accepts its own policy by name', async () => {
      const request = timeStampRequest({
        digest,
        algorithm: hash,
        certReq: true,
        nonce: NONCE,
        policy: POLICY_TEST_TIME_STAMP,
      });
      assert.equal(verdict(await authorityOf(world).respond(request)), 'OK');
    });

    it('gives no time while the clock is in doubt, goes back, or is outside its certificate', async () => {
      let now: Date | undefined = T0;
      const authority = authorityOf(world, { clock: () => now });
      const asked = async (): Promise<number | undefined> =>
        failureOf(await authority.respond(requestFor(world)));
      assert.equal(await asked(), undefined);
      now = new Date(T0.getTime() - 1);
      assert.equal(await asked(), FAILURE.timeNotAvailable);
      now = undefined;
      assert.equal(await asked(), FAILURE.timeNotAvailable);
      now = new Date(Number.NaN);
      assert.equal(await asked(), FAILURE.timeNotAvailable);
      now = days(266);
      assert.equal(await asked(), FAILURE.timeNotAvailable);
      now = new Date(T0.getTime() + 1);
      assert.equal(await asked(), undefined);
      const doubting = authorityOf(world, { doubt: async () => 'CLOCK_STEPPED' });
      assert.equal(failureOf(await doubting.respond(requestFor(world))), FAILURE.timeNotAvailable);
      const failing = authorityOf(world, { doubt: () => Promise.reject(new Error('ledger')) });
      assert.equal(failureOf(await failing.respond(requestFor(world))), FAILURE.timeNotAvailable);
      const restarted = authorityOf(world, { notBefore: days(1) });
      assert.equal(failureOf(await restarted.respond(requestFor(world))), FAILURE.timeNotAvailable);
    });

    it('gives no token when serial numbers or the key fail', async () => {
      await assert.rejects(
        authorityOf(world, { serials: () => Promise.resolve(0n) }).respond(requestFor(world)),
        RangeError,
      );
      await assert.rejects(
        authorityOf(world, { serials: () => Promise.reject(new Error('disk')) }).respond(requestFor(world)),
        /disk/,
      );
      assert.throws(() => authorityOf(world, { signer: world.person.signer }), {
        code: 'SIGNER_KEY_MISMATCH',
      });
    });
  });
}

describe('time-stamp service', () => {
  it('chooses the authority by the imprint', async () => {
    const [sm2, p256] = [await createWorld('SM2'), await createWorld('P-256')];
    const service = createTimeStampService([authorityOf(sm2), authorityOf(p256)]);
    for (const world of [sm2, p256]) {
      const token = await service.respond(requestFor(world));
      const report = verifyTimeStampToken({
        token,
        stamped: { data: DOCUMENT },
        roots: [world.root.certificate],
        now: T0,
        provider,
      });
      assert.equal(report.code, 'OK');
      assert.equal(report.stamped?.algorithm, world.algorithm);
    }
    assert.equal(
      failureOf(await createTimeStampService([authorityOf(sm2)]).respond(requestFor(p256))),
      FAILURE.badAlg,
    );
    assert.equal(failureOf(await service.respond(new Uint8Array(3))), FAILURE.badDataFormat);
  });
});

/** The number of the failure bit, or undefined for a granted response. Read by a schema library, not by ours. */
function failureOf(response: Uint8Array): number | undefined {
  const { status, timeStampToken } = AsnConvert.parse(response, TimeStampResp);
  if (status.status === PKIStatus.granted) {
    assert.ok(timeStampToken);
    return undefined;
  }
  assert.equal(status.status, PKIStatus.rejection);
  assert.equal(timeStampToken, undefined);
  const flags = status.failInfo?.toNumber() ?? 0;
  return Math.log2(flags);
}
