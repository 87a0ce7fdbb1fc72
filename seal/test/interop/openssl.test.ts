import type { KeyAlgorithm } from '../../src/x509/index.js';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRequest, issueCertificate, issueRoot, openRequest, POLICY_TEST } from '../../src/pki/index.js';
import { timeStampRequest } from '../../src/tsa/index.js';
import { readCertificate, verifyChain, verifyTimeStampToken } from '../../src/verify/index.js';
import {
  activation,
  authorityOf,
  createWorld,
  DAY,
  DOCUMENT,
  holder,
  listOf,
  newSigner,
  NONCE,
  provider,
  requestFor,
  signWith,
  T0,
  type World,
} from '../world.js';
import { derOfPem, Desk, flipped, hasOpenssl, titled } from './tools.js';

const present = hasOpenssl();
const DISTID = 'distid:1234567812345678';
const AT = ['-attime', String(T0.getTime() / 1000)];

describe(titled('openssl reads what we make', present, 'openssl'), function () {
  this.timeout(60_000);
  let desk: Desk;
  before(async function () {
    if (!present) this.skip();
    desk = await Desk.open();
  });
  after(() => desk?.close());

  for (const algorithm of ['P-256', 'RSA'] as const) {
    it(`${algorithm} chain with its lists`, async () => {
      const world = await createWorld(algorithm);
      await lay(desk, world);
      const verify = ['verify', ...AT, '-crl_check_all', '-CAfile', 'root.pem', '-untrusted', 'province.pem'];
      const good = await desk.openssl(...verify, '-CRLfile', 'crls.pem', 'person.pem');
      assert.deepEqual([good.code, good.output], [0, 'person.pem: OK\n']);
      const stamping = await desk.openssl(
        ...verify,
        '-CRLfile',
        'crls.pem',
        '-purpose',
        'timestampsign',
        'authority.pem',
      );
      assert.equal(stamping.code, 0, stamping.output);
      const { serial } = readCertificate(world.person.certificate);
      const revoked = await listOf(world.province, [
        { serial, at: new Date(T0.getTime() - 2 * DAY), reason: 'keyCompromise' },
      ]);
      await desk.putPem('revoked.pem', 'X509 CRL', revoked, ...world.crls.slice(1));
      const refused = await desk.openssl(...verify, '-CRLfile', 'revoked.pem', 'person.pem');
      assert.notEqual(refused.code, 0);
      assert.match(refused.output, /certificate revoked/);
    });
  }

  it('SM2 chain, pair by pair: its distid reaches only the leaf', async () => {
    const world = await createWorld('SM2');
    await lay(desk, world);
    for (const [issuer, subject] of [
      ['root', 'province'],
      ['province', 'person'],
      ['province', 'authority'],
    ] as const) {
      const args = ['verify', ...AT, '-partial_chain', '-vfyopt', DISTID, '-trusted', `${issuer}.pem`];
      const good = await desk.openssl(...args, `${subject}.pem`);
      assert.deepEqual([good.code, good.output], [0, `${subject}.pem: OK\n`]);
      await desk.putPem('altered.pem', 'CERTIFICATE', flipped(world[subject].certificate, -1));
      assert.notEqual((await desk.openssl(...args, 'altered.pem')).code, 0);
    }
  });

  for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
    it(`revocation lists with ${algorithm}`, async () => {
      const world = await createWorld(algorithm);
      await lay(desk, world);
      const { serial } = readCertificate(world.person.certificate);
      await desk.put(
        'list.crl',
        await listOf(world.province, [{ serial, at: T0, reason: 'cessationOfOperation' }]),
      );
      const shown = await desk.openssl('crl', '-inform', 'DER', '-in', 'list.crl', '-noout', '-text');
      assert.equal(shown.code, 0);
      assert.match(shown.output, /Version 2/);
      assert.match(shown.output, new RegExp(`Serial Number: ${serial}`, 'i'));
      assert.match(shown.output, /Cessation Of Operation/);
      // openssl crl has no option for the user id of SM2.
      if (algorithm === 'SM2') return;
      const checked = await desk.openssl(
        'crl',
        '-inform',
        'DER',
        '-in',
        'list.crl',
        '-noout',
        '-CAfile',
        'province.pem',
      );
      assert.match(checked.output, /verify OK/);
    });

    it(`requests with ${algorithm}`, async () => {
      const signer = newSigner(algorithm, (await createWorld(algorithm)).random);
      const request = await createRequest({
        signer,
        subject: { country: 'CN', organization: '测试公司', commonName: '测试' },
        activation,
      });
      await desk.put('request.der', request);
      const args = [
        'req',
        '-inform',
        'DER',
        '-verify',
        '-noout',
        ...(algorithm === 'SM2' ? ['-vfyopt', DISTID] : []),
      ];
      const good = await desk.openssl(...args, '-in', 'request.der');
      assert.match(good.output, /verify OK/);
      await desk.put('altered.der', flipped(request, -1));
      assert.doesNotMatch((await desk.openssl(...args, '-in', 'altered.der')).output, /verify OK/);
    });
  }

  for (const algorithm of ['P-256', 'RSA'] as const) {
    it(`${algorithm} time-stamp`, async () => {
      const world = await createWorld(algorithm);
      await lay(desk, world);
      const response = await authorityOf(world).respond(requestFor(world));
      await desk.put('request.tsq', requestFor(world));
      await desk.put('response.tsr', response);
      await desk.put('document', DOCUMENT);
      const trust = ['-CAfile', 'root.pem', ...AT];
      for (const about of [
        ['-queryfile', 'request.tsq'],
        ['-data', 'document'],
      ]) {
        const good = await desk.openssl('ts', '-verify', ...about, '-in', 'response.tsr', ...trust);
        assert.deepEqual([good.code, /Verification: OK/.test(good.output)], [0, true], good.output);
      }
      await desk.put('document', flipped(DOCUMENT, 0));
      assert.notEqual(
        (await desk.openssl('ts', '-verify', '-data', 'document', '-in', 'response.tsr', ...trust)).code,
        0,
      );
      await desk.put('altered.tsr', flipped(response, -1));
      assert.notEqual(
        (await desk.openssl('ts', '-verify', '-queryfile', 'request.tsq', '-in', 'altered.tsr', ...trust))
          .code,
        0,
      );
    });

    it(`${algorithm} document signature`, async () => {
      const world = await createWorld(algorithm);
      await lay(desk, world);
      const cms = await signWith(world);
      await desk.put('document.p7s', cms);
      await desk.put('document', DOCUMENT);
      const verify = [
        'cms',
        '-verify',
        '-inform',
        'DER',
        '-binary',
        '-purpose',
        'any',
        '-content',
        'document',
        '-CAfile',
        'root.pem',
        '-out',
        'copy',
        ...AT,
      ];
      const good = await desk.openssl(...verify, '-in', 'document.p7s');
      assert.equal(good.code, 0, good.output);
      await desk.put('altered.p7s', flipped(cms, -1));
      assert.notEqual((await desk.openssl(...verify, '-in', 'altered.p7s')).code, 0);
    });
  }
});

describe(titled('we read what openssl makes', present, 'openssl'), function () {
  this.timeout(60_000);
  let desk: Desk;
  before(async function () {
    if (!present) this.skip();
    desk = await Desk.open();
  });
  after(() => desk?.close());

  for (const algorithm of ['P-256', 'RSA'] as const) {
    it(`a request and the time-stamps of its key with ${algorithm}`, async () => {
      const now = new Date();
      const near = (daysAway: number): Date => new Date(now.getTime() + daysAway * DAY);
      const { random } = await createWorld(algorithm);
      const signer = newSigner(algorithm, random);
      const common = {
        notBefore: near(-1),
        notAfter: near(1),
        policies: [POLICY_TEST],
        random,
        activation,
        provider,
      };
      const root = holder(
        signer,
        await issueRoot({ ...common, signer, subject: { commonName: '演示根 CA' } }),
      );
      await desk.make(
        'req',
        '-new',
        '-newkey',
        ...(algorithm === 'RSA' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']),
        '-nodes',
        '-keyout',
        'key.pem',
        '-outform',
        'DER',
        '-out',
        'request.der',
        '-subj',
        '/C=CN/CN=stamper',
      );
      const { key, subject } = openRequest(
        new Uint8Array(await readFile(join(desk.path, 'request.der'))),
        provider,
      );
      const certificate = await issueCertificate({
        ...common,
        issuer: root,
        profile: 'time-stamp',
        key,
        subject,
      });
      await desk.putPem('stamper.pem', 'CERTIFICATE', certificate);
      await desk.put('serial', '0A\n');
      await desk.put(
        'tsa.cnf',
        '[tsa]\nserial = serial\ndigests = sha256\naccuracy = secs:1, millisecs:500\ness_cert_id_alg = sha256\ntsa_name = yes\nordering = no\n',
      );
      await desk.put(
        'request.tsq',
        timeStampRequest({
          digest: provider.hash('SHA-256', DOCUMENT),
          algorithm: 'SHA-256',
          nonce: NONCE,
          certReq: true,
          policy: '1.2.3.4',
        }),
      );
      await desk.make(
        'ts',
        '-reply',
        '-config',
        'tsa.cnf',
        '-section',
        'tsa',
        '-queryfile',
        'request.tsq',
        '-inkey',
        'key.pem',
        '-signer',
        'stamper.pem',
        '-sha256',
        '-tspolicy',
        '1.2.3.4',
        '-out',
        'response.tsr',
      );
      const token = new Uint8Array(await readFile(join(desk.path, 'response.tsr')));
      const crls = [await listOf(root, [], near(-1), near(1))];
      const verify = (der: Uint8Array): ReturnType<typeof verifyTimeStampToken> =>
        verifyTimeStampToken({
          token: der,
          stamped: { data: DOCUMENT },
          roots: [root.certificate],
          now: new Date(),
          nonce: NONCE,
          policy: '1.2.3.4',
          crls,
          provider,
        });
      const report = verify(token);
      assert.deepEqual(
        report.checks.filter(({ outcome }) => outcome !== 'pass'),
        [],
      );
      assert.equal(report.verdict, 'valid');
      assert.equal((report.stamped?.latest.getTime() ?? 0) - (report.stamped?.time.getTime() ?? 0), 1500);
      for (let at = 0; at < token.length; at += 7)
        assert.equal(verify(flipped(token, at)).verdict, 'invalid', `byte ${at}`);
    });
  }

  for (const algorithm of ['SM2', 'P-256', 'RSA', 'RSA-PSS'] as const) {
    it(`a chain with ${algorithm} and its lists`, async () => {
      await makeChain(desk, algorithm);
      const read = async (name: string): Promise<Uint8Array> =>
        derOfPem(await readFile(join(desk.path, name), 'utf8'));
      const [leaf, province, root] = [await read('leaf.pem'), await read('ca.pem'), await read('top.pem')];
      const crls = [await read('ca.crl'), await read('top.crl')];
      const judge = (der: Uint8Array): ReturnType<typeof verifyChain> =>
        verifyChain({
          leaf: der,
          intermediates: [province],
          roots: [root],
          at: new Date(),
          crls,
          use: 'document',
          provider,
        });
      const report = judge(leaf);
      assert.deepEqual(
        report.checks.filter(({ outcome }) => outcome !== 'pass'),
        [],
      );
      assert.equal(report.verdict, 'valid');
      assert.equal(report.path[0]?.key?.algorithm, algorithm === 'RSA-PSS' ? 'RSA' : algorithm);
      for (let at = 0; at < leaf.length; at += 7)
        assert.equal(judge(flipped(leaf, at)).verdict, 'invalid', `byte ${at}`);
    });
  }
});

/** Certificates and lists of a world as PEM files. */
async function lay(desk: Desk, world: World<KeyAlgorithm>): Promise<void> {
  for (const name of ['root', 'province', 'person', 'authority'] as const) {
    await desk.putPem(`${name}.pem`, 'CERTIFICATE', world[name].certificate);
  }
  await desk.putPem('crls.pem', 'X509 CRL', ...world.crls);
}

function keyMaking(algorithm: 'SM2' | 'P-256' | 'RSA' | 'RSA-PSS'): string[] {
  if (algorithm === 'RSA' || algorithm === 'RSA-PSS') return ['genrsa', '-traditional'];
  return ['ecparam', '-name', algorithm, '-genkey', '-noout'];
}

/** Root, authority and person with their lists, by the openssl command line alone. */
async function makeChain(desk: Desk, algorithm: 'SM2' | 'P-256' | 'RSA' | 'RSA-PSS'): Promise<void> {
  const [digest, id] = algorithm === 'SM2' ? ['-sm3', DISTID] : ['-sha256', undefined];
  const signing =
    id !== undefined
      ? ['-sigopt', id]
      : algorithm === 'RSA-PSS'
        ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32']
        : [];
  const opening = id === undefined ? [] : ['-vfyopt', id];
  await desk.put(
    'ca.ext',
    'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n',
  );
  await desk.put(
    'leaf.ext',
    'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n',
  );
  for (const name of ['top', 'ca', 'leaf']) await desk.make(...keyMaking(algorithm), '-out', `${name}.key`);
  await desk.make(
    'req',
    '-x509',
    '-new',
    '-key',
    'top.key',
    digest,
    ...signing,
    '-subj',
    '/C=CN/CN=top',
    '-days',
    '2',
    '-out',
    'top.pem',
  );
  for (const [name, issuer] of [
    ['ca', 'top'],
    ['leaf', 'ca'],
  ] as const) {
    await desk.make(
      'req',
      '-new',
      '-key',
      `${name}.key`,
      digest,
      ...signing,
      '-subj',
      `/C=CN/CN=${name}`,
      '-out',
      `${name}.csr`,
    );
    await desk.make(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${issuer}.pem`,
      '-CAkey',
      `${issuer}.key`,
      '-CAcreateserial',
      digest,
      ...signing,
      ...opening,
      '-days',
      '1',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.pem`,
    );
  }
  for (const name of ['top', 'ca']) {
    await desk.put(`${name}.index`, '');
    await desk.put(`${name}.number`, '01\n');
    await desk.put(
      `${name}.cnf`,
      `[ca]\ndefault_ca=it\n[it]\ndatabase=${name}.index\ncrlnumber=${name}.number\ndefault_md=${digest.slice(1)}\ncrl_extensions=ext\n[ext]\nauthorityKeyIdentifier=keyid\n`,
    );
    await desk.make(
      'ca',
      '-gencrl',
      '-config',
      `${name}.cnf`,
      '-cert',
      `${name}.pem`,
      '-keyfile',
      `${name}.key`,
      ...signing,
      '-crldays',
      '1',
      '-out',
      `${name}.crl`,
    );
  }
}
