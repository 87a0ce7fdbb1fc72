import { canonicalBytes } from '@renxin/chaincode/canonical';
import { fabricAnchor, verifyCommandProof, verifyStateProof, type FabricAnchor } from '@renxin/network/proof';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CONSISTENCY } from '../src/bundle/index.js';
import { checkHistory, checkOperators, type Proofs } from '../src/verify/bundle/history.js';
import type { Listed } from '../src/verify/bundle/opening.js';
import { checkTrust } from '../src/verify/context.js';
import { Examination } from '../src/verify/examination.js';
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

  it('of one history rest on the signatures of every header that is shown, not of the last alone', async () => {
    for (const channel of ['bft', 'raft']) {
      assert.deepEqual(await codesOfHistory(channel), ['HISTORY_OK', 'OPERATORS_OK']);
      for (const altered of [0, 1, 2])
        assert.deepEqual(await codesOfHistory(channel, altered), ['HISTORY_OK', 'HEADER_SIGNATURE']);
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

/**
 * What the steps of a bundle say about two commands, a record and an export of a channel, joined by three proofs of
 * consistency; in one of them the later header can have another signature than its orderers'.
 */
async function codesOfHistory(channel: string, altered?: number): Promise<string[]> {
  const value = (file: string): Consistency => JSON.parse(read(channel, file).toString()) as Consistency;
  const first = value('consistency');
  const same = { ...first, between: [], earlier: { header: first.later.header } };
  const joined = [first, value('consistency-later'), same].map((proof, i) =>
    i === altered ? { ...proof, later: withAnotherSignature(proof.later) } : proof,
  );
  const consistency = { kind: 'renxin-consistency', schema: 1, proofs: joined.slice(0, 2) };
  const files = new Map([[CONSISTENCY, canonicalBytes(consistency)]]);
  const command = verifyCommandProof(provider, read(channel, 'command'));
  const shown: Proofs = {
    commands: [verifyCommandProof(provider, read(channel, 'command-first')), command],
    state: verifyStateProof(provider, read(channel, 'state')),
    export: { command, salt: '', consistency: joined[2] },
  };
  const trust = await trustIn(anchorOf(channel));
  const about = {
    provider,
    now: NOW,
    asOf: NOW.toISOString(),
    maxAgeDays: undefined,
    fingerprint: undefined,
  };
  const context = { ...about, trust };
  const x = new Examination();
  const believed = await x.step('trust-file', [], () => checkTrust(context));
  // What the steps before make of a container: here only the part that these two read.
  const container = { files } as unknown as Listed;
  const listed = await x.step('manifest', [], () => ({ code: 'MANIFEST_OK', value: container }));
  const proofs = await x.step('ledger-proofs', [], () => ({ code: 'PROOFS_OK', value: shown }));
  const history = await x.step('history', [listed, proofs], (all, found) =>
    checkHistory(context, all, found),
  );
  await x.step('operators', [believed, history], (belief, all) => checkOperators(x, context, belief, all));
  return x.steps.slice(-2).map(({ code }) => code);
}

interface Consistency {
  readonly between: readonly string[];
  readonly earlier: object;
  readonly later: { readonly header: object; readonly metadata: string };
}

/** The last byte of the metadata is the last of a signature. */
function withAnotherSignature(signed: Consistency['later']): Consistency['later'] {
  const metadata = Buffer.from(signed.metadata, 'base64url');
  metadata[metadata.length - 1] = (metadata.at(-1) ?? 0) ^ 1;
  return { ...signed, metadata: metadata.toString('base64url') };
}

function anchorOf(channel: string): FabricAnchor {
  return fabricAnchor.parse(JSON.parse(read(channel, 'anchor').toString()));
}

function read(channel: string, file: string): Buffer {
  return readFileSync(
    new URL(`../../../network/test/vectors/fabric/${channel}/${file}.json`, import.meta.url),
  );
}
