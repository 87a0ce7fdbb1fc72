import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nativeProvider } from '../../src/crypto/native.js';
import { pureProvider } from '../../src/crypto/pure.js';
import { readCertificate, verifyChain, verifyTimeStampToken } from '../../src/verify/index.js';
import { DOCUMENT } from '../world.js';
import { Desk, hasOpenssl, titled } from './tools.js';

const present = hasOpenssl();

const KEYS = {
  'P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  RSA: ['rsa:3072'],
} as const;

/** Certificates and tokens of others often have SHA-384 or SHA-512; ours never do. */
describe(titled('longer hash functions in what openssl makes', present, 'openssl'), function () {
  this.timeout(60_000);
  let desk: Desk;
  before(async function () {
    if (!present) this.skip();
    desk = await Desk.open();
  });
  after(() => desk?.close());

  const file = async (name: string): Promise<Uint8Array> =>
    new Uint8Array(await readFile(join(desk.path, name)));

  for (const [algorithm, key] of Object.entries(KEYS))
    for (const hash of ['sha384', 'sha512'])
      it(`${algorithm} with ${hash}: the chain, its list and a time-stamp over a ${hash} imprint`, async () => {
        const fresh = ['-new', '-newkey', ...key, '-nodes', `-${hash}`];
        await desk.put(
          'ca.cnf',
          [
            '[req]\ndistinguished_name = name\n[name]\n',
            '[root]\nbasicConstraints = critical,CA:true\nkeyUsage = critical,keyCertSign,cRLSign\nsubjectKeyIdentifier = hash\n',
            '[stamper]\nbasicConstraints = critical,CA:false\nkeyUsage = critical,digitalSignature\nextendedKeyUsage = critical,timeStamping\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n',
            `[ca]\ndefault_ca = own\n[own]\ndatabase = index\ncrlnumber = number\ndefault_md = ${hash}\ndefault_crl_days = 1\ncrl_extensions = list\n[list]\nauthorityKeyIdentifier = keyid\n`,
            `[tsa]\nserial = serial\ndigests = ${hash}\naccuracy = secs:1\ness_cert_id_alg = ${hash}\nordering = no\n`,
          ].join(''),
        );
        await desk.put('serial', '0A\n');
        await desk.put('number', '01\n');
        await desk.put('index', '');
        await desk.put('document', DOCUMENT);
        const own = ['-config', 'ca.cnf'];
        const root = ['-x509', ...own, '-extensions', 'root', '-subj', '/CN=root', '-days', '2'];
        await desk.make('req', ...fresh, ...root, '-keyout', 'root.key', '-out', 'root.pem');
        const asked = ['-subj', '/CN=stamper', '-keyout', 'stamper.key', '-out', 'stamper.csr'];
        await desk.make('req', ...fresh, ...own, ...asked);
        const issued = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '1'];
        const extensions = ['-extfile', 'ca.cnf', '-extensions', 'stamper', `-${hash}`];
        await desk.make(
          'x509',
          '-req',
          '-in',
          'stamper.csr',
          ...issued,
          ...extensions,
          '-out',
          'stamper.pem',
        );
        const signed = ['-keyfile', 'root.key', '-cert', 'root.pem'];
        await desk.make('ca', ...own, '-gencrl', ...signed, '-out', 'list.pem');
        await desk.make('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
        for (const name of ['root', 'stamper'])
          await desk.make('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
        await desk.make('ts', '-query', '-data', 'document', `-${hash}`, '-cert', '-out', 'request.tsq');
        const stamps = [
          '-inkey',
          'stamper.key',
          '-signer',
          'stamper.pem',
          `-${hash}`,
          '-tspolicy',
          '1.2.3.4',
        ];
        const reply = ['-reply', ...own, '-section', 'tsa', '-queryfile', 'request.tsq'];
        await desk.make('ts', ...reply, ...stamps, '-out', 'response.tsr');
        const [anchor, leaf, list] = [
          await file('root.der'),
          await file('stamper.der'),
          await file('list.der'),
        ];
        const token = await file('response.tsr');
        const now = new Date();
        for (const provider of [nativeProvider, pureProvider]) {
          const given = { roots: [anchor], crls: [list], provider };
          const stamped = { data: DOCUMENT };
          const report = verifyTimeStampToken({ token, stamped, now, ...given });
          assert.equal(report.code, 'OK', provider.name);
          const other = verifyTimeStampToken({
            token,
            stamped: { data: DOCUMENT.subarray(1) },
            now,
            ...given,
          });
          assert.equal(other.code, 'TS_IMPRINT');
          const chain = { leaf, intermediates: [], at: now, use: 'time-stamp' as const, ...given };
          assert.equal(verifyChain(chain).code, 'OK');
          const altered = Uint8Array.from(leaf);
          altered[altered.length - 5] = (altered.at(-5) ?? 0) ^ 1;
          assert.equal(verifyChain({ ...chain, leaf: altered }).code, 'CHAIN_SIGNATURE');
        }
        assert.equal(
          readCertificate(leaf).signedWith,
          `${algorithm} ${hash.toUpperCase().replace('SHA', 'SHA-')}`,
        );
      });
});
