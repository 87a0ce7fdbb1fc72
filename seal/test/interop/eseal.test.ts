import assert from 'node:assert/strict';
import { readSeal, readSealSignature } from '../../src/eseal/index.js';
import { DOCUMENT } from '../world.js';
import { createSealWorld, makeSeal, sealWith, type SealWorld } from '../eseal/seal-world.js';
import { Desk, flipped, hasOpenssl, hasSealPeer, runSealPeer, titled } from './tools.js';

const peer = hasSealPeer();
const openssl = hasOpenssl();

describe(titled('BouncyCastle reads and verifies our e-seals', peer, 'BouncyCastle'), function () {
  this.timeout(120_000);
  let desk: Desk;
  let world: SealWorld;
  before(async function () {
    if (!peer) this.skip();
    desk = await Desk.open();
    world = await createSealWorld();
    await desk.put('document', DOCUMENT);
    await desk.put('other', flipped(DOCUMENT, 0));
  });
  after(() => desk?.close());

  it('a seal and a signature with it, member by member, with both SM2 signatures', async () => {
    await desk.put('seal', await makeSeal(world));
    await desk.put('signature', await sealWith(world));
    await desk.put('bare', await sealWith(world, { timeStamp: () => Promise.resolve(undefined) }));
    const { code, output } = await runSealPeer(
      ['seal', 'seal', 'signature', 'signature', 'document', 'signature', 'bare', 'document'],
      desk.path,
    );
    assert.equal(output.trim(), 'verified\nverified\nverified');
    assert.equal(code, 0);
  });

  it('and refuses altered ones, and another document', async () => {
    const seal = await makeSeal(world);
    const signature = await sealWith(world);
    const { info } = readSeal(seal);
    await desk.put('name', flipped(seal, positionOf(seal, new TextEncoder().encode(info.name)) + 2));
    await desk.put('signed', signature);
    await desk.put(
      'time',
      flipped(signature, positionOf(signature, new TextEncoder().encode('20260301')) + 7),
    );
    const { code, output } = await runSealPeer(
      ['seal', 'name', 'signature', 'signed', 'other', 'signature', 'time', 'document'],
      desk.path,
    );
    assert.equal(code, 1);
    const lines = output.trim().split('\n');
    assert.equal(lines.length, 3);
    for (const line of lines) assert.match(line, /^refused: /);
  });
});

describe(
  titled('openssl verifies certificates and raw signatures of our e-seals', openssl, 'openssl'),
  function () {
    this.timeout(60_000);
    let desk: Desk;
    let world: SealWorld;
    before(async function () {
      if (!openssl) this.skip();
      desk = await Desk.open();
      world = await createSealWorld();
    });
    after(() => desk?.close());

    it('maker and signer under their authorities', async () => {
      for (const [issuer, holder] of [
        [world.makers, world.maker],
        [world.province, world.signer],
      ] as const) {
        await desk.putPem('issuer.pem', 'CERTIFICATE', issuer.certificate);
        await desk.putPem('holder.pem', 'CERTIFICATE', holder.certificate);
        const { code, output } = await desk.openssl(
          ...['verify', '-partial_chain', '-no_check_time', '-vfyopt', 'distid:1234567812345678'],
          ...['-trusted', 'issuer.pem', 'holder.pem'],
        );
        assert.equal(code, 0, output);
      }
    });

    it('the maker’s and the signer’s signature, and none over other bytes', async () => {
      const seal = readSeal(await makeSeal(world));
      const sealed = readSealSignature(await sealWith(world));
      for (const [holder, { signedBytes, signature }] of [
        [world.maker, seal],
        [world.signer, sealed],
      ] as const) {
        await desk.putPem('holder.pem', 'CERTIFICATE', holder.certificate);
        await desk.make('x509', '-in', 'holder.pem', '-pubkey', '-noout', '-out', 'key.pem');
        await desk.put('message', signedBytes);
        await desk.put('altered', flipped(signedBytes, 30));
        await desk.put('value', signature);
        const verify = (file: string) =>
          desk.openssl(
            ...['pkeyutl', '-verify', '-pubin', '-inkey', 'key.pem', '-rawin', '-digest', 'sm3'],
            ...['-pkeyopt', 'distid:1234567812345678', '-in', file, '-sigfile', 'value'],
          );
        assert.equal((await verify('message')).code, 0);
        assert.notEqual((await verify('altered')).code, 0);
      }
    });
  },
);

function positionOf(bytes: Uint8Array, part: Uint8Array): number {
  const at = Buffer.from(bytes).indexOf(Buffer.from(part));
  assert.notEqual(at, -1);
  return at;
}
