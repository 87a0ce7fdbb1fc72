import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyOcspResponse } from '../../src/verify/index.js';
import { readCertificate, type KeyAlgorithm } from '../../src/x509/index.js';
import { answer, asking, delegate } from '../ocsp/responding.js';
import { createWorld, days, issueUnder, listOf, provider, T0, type Holder, type World } from '../world.js';
import { Desk, flipped, hasOpenssl, hasPeer, runPeer, titled } from './tools.js';

const good = { status: 'good' } as const;
const openssl = hasOpenssl();
const peer = hasPeer();

describe(titled('openssl and OCSP', openssl, 'openssl'), function () {
  this.timeout(60_000);
  let desk: Desk;
  before(async function () {
    if (!openssl) this.skip();
    desk = await Desk.open();
  });
  after(() => desk?.close());

  for (const algorithm of ['P-256', 'RSA'] as const) {
    it(`accepts our ${algorithm} responses, good and revoked, to its own requests`, async () => {
      const { world, responder } = await present(algorithm);
      await lay(desk, world);
      await desk.make('ocsp', '-issuer', 'province.pem', '-cert', 'person.pem', '-reqout', 'request.der');
      const request = new Uint8Array(await readFile(join(desk.path, 'request.der')));
      const now = new Date();
      const ask = async (status: Parameters<typeof answer>[2], by: Parameters<typeof answer>[1]) => {
        await desk.put('response.der', await answer(world, by, status, { request, now }));
        return desk.openssl(
          ...['ocsp', '-issuer', 'province.pem', '-cert', 'person.pem', '-reqin', 'request.der'],
          ...['-no_nonce', '-respin', 'response.der', '-CAfile', 'root.pem', '-verify_other', 'province.pem'],
        );
      };
      for (const by of [responder, world.province]) {
        const accepted = await ask(good, by);
        assert.match(accepted.output, /Response verify OK/);
        assert.match(accepted.output, /person\.pem: good/);
      }
      const at = new Date(now.getTime() - 60_000);
      const refused = await ask({ status: 'revoked', at, reason: 'keyCompromise' }, responder);
      assert.match(refused.output, /person\.pem: revoked/);
      assert.match(refused.output, /Reason: keyCompromise/);
      const stranger = await ask(good, world.person);
      assert.doesNotMatch(stranger.output, /Response verify OK/);
    });

    it(`makes ${algorithm} responses that we accept`, async () => {
      const { world, responder, responderKey } = await made(desk, algorithm);
      await lay(desk, world);
      await desk.putPem('responder.pem', 'CERTIFICATE', responder);
      const { serial } = readCertificate(world.person.certificate);
      await desk.put('index.txt', `V\t400101000000Z\t\t${serial.toUpperCase()}\tunknown\t/C=CN/CN=x\n`);
      await desk.put('request.der', asking(world));
      await desk.make(
        ...[
          'ocsp',
          '-index',
          'index.txt',
          '-CA',
          'province.pem',
          '-rsigner',
          'responder.pem',
          '-rkey',
          responderKey,
        ],
        ...['-reqin', 'request.der', '-respout', 'theirs.der', '-ndays', '1', '-resp_key_id'],
      );
      const response = new Uint8Array(await readFile(join(desk.path, 'theirs.der')));
      const judge = (bytes: Uint8Array) =>
        verifyOcspResponse({
          response: bytes,
          certificate: world.person.certificate,
          issuer: world.province.certificate,
          at: new Date(),
          now: new Date(),
          provider,
        });
      assert.equal(judge(response).code, 'OK');
      for (let at = 0; at < response.length; at += 11)
        assert.notEqual(judge(flipped(response, at)).verdict, 'valid', `byte ${at}`);
    });
  }
});

describe(titled('BouncyCastle, OCSP and revocation lists', peer, 'BouncyCastle'), function () {
  this.timeout(120_000);
  let desk: Desk;
  before(async function () {
    if (!peer) this.skip();
    desk = await Desk.open();
  });
  after(() => desk?.close());

  it('accepts ours with SM2, P-256 and RSA, and refuses revoked, altered and foreign ones', async () => {
    const args: string[] = [];
    const expected: boolean[] = [];
    const add = async (
      kind: 'ocsp' | 'crl',
      bytes: Uint8Array,
      world: World<KeyAlgorithm>,
      holds: boolean,
    ) => {
      const n = String(expected.length);
      args.push(kind, await desk.put(`${n}.der`, bytes));
      args.push(await desk.put(`${n}.cer`, world.person.certificate));
      args.push(await desk.put(`${n}.issuer`, world.province.certificate), T0.toISOString());
      expected.push(holds);
    };
    for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
      const world = await createWorld(algorithm);
      const responder = await delegate(world);
      const { serial } = readCertificate(world.person.certificate);
      const response = await answer(world, responder, good);
      await add('ocsp', response, world, true);
      await add('ocsp', await answer(world, world.province, good), world, true);
      await add('ocsp', flipped(response, -1), world, false);
      await add('ocsp', await answer(world, world.person, good), world, false);
      const revoked = { status: 'revoked', at: days(-1), reason: 'superseded' } as const;
      await add('ocsp', await answer(world, responder, revoked), world, false);
      const list = await listOf(world.province, []);
      await add('crl', list, world, true);
      await add('crl', flipped(list, -1), world, false);
      await add(
        'crl',
        await listOf(world.province, [{ serial, at: days(-1), reason: 'superseded' }]),
        world,
        false,
      );
    }
    const { output } = await runPeer(args, desk.path);
    assert.deepEqual(
      output
        .trim()
        .split('\n')
        .map((line) => line === 'verified'),
      expected,
      output,
    );
  });
});

/** A world in which the present day is T0: openssl knows no other time for OCSP. */
async function present(
  algorithm: 'P-256' | 'RSA',
): Promise<{ world: World<KeyAlgorithm>; responder: Holder<KeyAlgorithm> }> {
  const world = await createWorld(algorithm);
  const period = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
  const responder = await issueUnder(
    { algorithm, random: world.random, issuer: world.province },
    'ocsp-responder',
    { subject: { commonName: 'OCSP' }, ...period },
  );
  return { world, responder };
}

/** A responder whose key openssl holds. */
async function made(
  desk: Desk,
  algorithm: 'P-256' | 'RSA',
): Promise<{ world: World<KeyAlgorithm>; responder: Uint8Array; responderKey: string }> {
  const { openRequest, issueCertificate, POLICY_TEST } = await import('../../src/pki/index.js');
  const world = await createWorld(algorithm);
  const kind = algorithm === 'RSA' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  await desk.make(
    ...['req', '-new', '-newkey', ...kind, '-nodes', '-keyout', 'responder.key', '-outform', 'DER'],
    ...['-out', 'responder.req', '-subj', '/C=CN/CN=responder'],
  );
  const { key, subject } = openRequest(
    new Uint8Array(await readFile(join(desk.path, 'responder.req'))),
    provider,
  );
  const responder = await issueCertificate({
    issuer: world.province,
    profile: 'ocsp-responder',
    key,
    subject,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 86_400_000),
    policies: [POLICY_TEST],
    random: world.random,
    activation: { id: 'test', method: 'unattended', at: T0.toISOString() },
    provider,
  });
  return { world, responder, responderKey: 'responder.key' };
}

async function lay(desk: Desk, world: World<KeyAlgorithm>): Promise<void> {
  for (const name of ['root', 'province', 'person'] as const)
    await desk.putPem(`${name}.pem`, 'CERTIFICATE', world[name].certificate);
}
