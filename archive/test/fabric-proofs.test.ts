import { fabricAnchor, type FabricAnchor } from '@renxin/network/proof';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ledgerTrustOf, openTrust, signTrust, verify, type Trust } from '../src/verify/index.js';
import { activation, newSigner, provider, seeded } from './pki.js';

const issuer = newSigner(seeded('fabric-trust'));
const NOW = new Date('2026-12-01T00:00:00.000Z');
const about = {
  schema: 1 as const,
  ledger: 'test-ledger',
  issuedAt: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  issuer: { id: 'ministry', name: 'ministry', key: issuer.key },
  certificateAuthorities: [],
  organisations: [],
};

/** Proofs recorded from real channels (docs/formats/fabric-proofs.md), by the one verifier. */
describe('verify: proofs of a Fabric channel', () => {
  it('rest on the organisations of the anchor', async () => {
    for (const [channel, fewest] of [
      ['bft', 3],
      ['raft', 3],
    ] as const) {
      const trust = await trustIn(anchorOf(channel));
      for (const file of ['command', 'state', 'absence']) {
        const report = await reportOn(channel, file, trust);
        assert.equal(report.verdict, 'valid', JSON.stringify(report.steps));
        assert.ok(report.independence.operators >= fewest);
        const open = report.notProven.map(({ code }) => code);
        assert.equal(open.includes('ONE_ORDERER'), channel === 'raft');
        assert.ok(open.includes('TEST_LEDGER') && !open.includes('FEW_OPERATORS'));
      }
    }
  });

  it('say as of when a record was read, and are too old for who asks for a fresh one', async () => {
    const trust = await trustIn(anchorOf('bft'));
    const { time } = JSON.parse(read('bft', 'state').toString()) as { time: string };
    assert.equal((await reportOn('bft', 'state', trust)).statusAsOf, time);
    const [report] = await verify([{ name: 'state.json', bytes: read('bft', 'state') }], {
      provider,
      now: NOW,
      trust,
      maxAgeDays: 1,
    });
    assert.equal(report?.verdict, 'undetermined');
    assert.ok(report.steps.some(({ code }) => code === 'STATUS_TOO_OLD'));
  });

  it('are invalid for who believes another channel, or an embedded ledger of the name', async () => {
    const other = await trustIn(anchorOf('raft'));
    const genesis = anchorOf('bft').genesis;
    const embedded = await signTrust({ ...about, operators: [], genesis }, issuer, activation);
    for (const trust of [other, embedded]) {
      for (const file of ['command', 'state']) {
        const report = await reportOn('bft', file, trust);
        assert.equal(report.verdict, 'invalid');
        assert.equal(report.independence.operators, 0);
      }
    }
  });

  it('are undetermined for who believes nobody, or another ledger', async () => {
    const renamed = await trustIn({ ...anchorOf('bft'), channel: 'another' });
    for (const trust of [undefined, renamed]) {
      const report = await reportOn('bft', 'command', trust);
      assert.equal(report.verdict, 'undetermined');
    }
  });

  it('refuses a trust file with both kinds of ledger, or with the anchor of another channel', async () => {
    const anchor = anchorOf('bft');
    const fabric = { anchor, standing: 'test' as const };
    const both = { ...about, operators: [], genesis: anchor.genesis, fabric } as unknown as Trust;
    const wrong: Trust = { ...about, ledger: 'another', fabric };
    for (const content of [both, wrong]) await assert.rejects(signTrust(content, issuer, activation));
    const { trust } = openTrust(await trustIn(anchor), provider);
    assert.deepEqual(ledgerTrustOf(trust), { anchor });
  });
});

async function trustIn(anchor: FabricAnchor): Promise<Uint8Array> {
  const content: Trust = { ...about, ledger: anchor.channel, fabric: { anchor, standing: 'test' } };
  return signTrust(content, issuer, activation);
}

async function reportOn(channel: string, file: string, trust: Uint8Array | undefined) {
  const options = { provider, now: NOW, ...(trust !== undefined && { trust }) };
  const [report] = await verify([{ name: `${file}.json`, bytes: read(channel, file) }], options);
  assert.ok(report !== undefined);
  return report;
}

function anchorOf(channel: string): FabricAnchor {
  return fabricAnchor.parse(JSON.parse(read(channel, 'anchor').toString()));
}

function read(channel: string, file: string): Buffer {
  return readFileSync(
    new URL(`../../../network/test/vectors/fabric/${channel}/${file}.json`, import.meta.url),
  );
}
