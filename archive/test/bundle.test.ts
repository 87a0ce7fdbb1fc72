import assert from 'node:assert/strict';
import { canonicalBytes, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import { laborContract } from '@renxin/chaincode/contracts';
import { limits, openBundle } from '../src/bundle/index.js';
import { writeContainer } from '../src/bundle/container.js';
import {
  verify,
  type Report,
  type StepCode,
  type StepName,
  type VerifyOptions,
} from '../src/verify/index.js';
import {
  concludeSigning,
  makeBundle,
  PERSON,
  START,
  tellStory,
  trustFor,
  type BundleOptions,
  type Story,
  type StoryOptions,
} from './fixture.js';
import { createLedger, credulous, type LedgerOptions } from './ledger.js';
import { createAuthorities, newSigner, provider, seeded, serialOf, sm3, text } from './pki.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const opened: Story[] = [];
let story: Story;
let bundle: Uint8Array;
let trust: Uint8Array;

async function tell(options: StoryOptions = {}): Promise<Story> {
  const told = await tellStory(options);
  opened.push(told);
  return told;
}

before(async function () {
  this.timeout(60_000);
  story = await tell();
  bundle = await makeBundle(story);
  trust = await trustFor(story);
});

after(async () => {
  for (const { test } of opened) await test.close();
});

async function report(bytes: Uint8Array, more: Partial<VerifyOptions> = {}): Promise<Report> {
  const file = { name: 'contract.evidence.zip', bytes };
  const [found] = await verify([file], { provider, now: NOW, trust, ...more });
  assert.ok(found);
  return found;
}

function step(of: Report, name: StepName): string {
  const found = of.steps.find((each) => each.step === name);
  return `${found?.outcome} ${found?.code}`;
}

function failures(of: Report): string[] {
  return of.steps.filter(({ outcome }) => outcome === 'fail').map((each) => `${each.step} ${each.code}`);
}

function assertInvalid(of: Report, name: StepName, code: StepCode): void {
  assert.equal(step(of, name), `fail ${code}`, failures(of).join(', '));
  assert.equal(of.verdict, 'invalid');
}

function assertOpen(of: Report, name: StepName, code: StepCode): void {
  assert.equal(step(of, name), `not-checked ${code}`, failures(of).join(', '));
  assert.equal(of.verdict, 'undetermined');
}

/** The container written again with one of its files changed: the exporter had no hand in it. */
function tampered(change: (files: Map<string, Uint8Array>) => void, of = bundle): Uint8Array {
  const files = new Map(openBundle(of));
  change(files);
  return writeContainer(files);
}

/** A bundle whose exporter itself changed files before listing, signing and recording them. */
async function dishonest(change: BundleOptions['changeFiles'], of = story): Promise<Report> {
  return report(await makeBundle(of, change === undefined ? {} : { changeFiles: change }));
}

function json(files: ReadonlyMap<string, Uint8Array>, path: string): Record<string, unknown> {
  return parseCanonical(files.get(path) ?? new Uint8Array()) as Record<string, unknown>;
}

describe('verify: an evidence bundle', function () {
  this.timeout(60_000);

  it('is valid, with the time between two bounds, the state, and what is not proven', async () => {
    const found = await report(bundle);
    assert.deepEqual(
      found.steps.filter(({ outcome }) => outcome !== 'pass').map(({ step, code }) => `${step} ${code}`),
      ['identity-records IDENTITY_SANDBOX_USED'],
    );
    assert.equal(found.verdict, 'valid');
    assert.equal(found.kind, 'evidence-bundle');
    assert.equal(found.state, 'CONCLUDED');
    assert.ok((found.signedBetween.notBefore ?? '9') < (found.signedBetween.notAfter ?? '0'));
    assert.deepEqual([...new Set(found.signedBetween.sources.map(({ source }) => source))].sort(), [
      'checkpoint:employer',
      'checkpoint:worker',
      'ledger:block',
      'time-stamp:ecdsa',
      'time-stamp:sm2',
    ]);
    assert.deepEqual(found.independence, { operators: 1, names: ['ministry'] });
    const open = found.notProven.map(({ code }) => code);
    for (const code of [
      'CONTENT_TRUTH',
      'NO_RELIABLE_SIGNATURE_CLAIM',
      'IDENTITY_SANDBOX',
      'FEW_OPERATORS',
      'TEST_LEDGER',
    ] as const)
      assert.ok(open.includes(code), code);
  });

  it('has a report without personal data, and with a sentence in both languages for each step', async () => {
    const found = await report(bundle);
    assert.ok(new TextDecoder().decode(bundle).includes(PERSON));
    assert.ok(!JSON.stringify(found).includes(PERSON));
    for (const each of [...found.steps, ...found.proven, ...found.notProven]) {
      assert.match(each.zh, /[\u4e00-\u9fff]/);
      assert.match(each.en, /^[A-Z]/);
    }
  });

  it('is the same bytes for the same parts', () => {
    assert.deepEqual(writeContainer(openBundle(bundle)), bundle);
    assert.ok(bundle.length < limits.bytes);
  });

  it('is undetermined without trust, and nothing about trust, time or ledger is proven', async () => {
    const [found] = await verify([{ name: 'b.zip', bytes: bundle }], { provider, now: NOW });
    assert.ok(found);
    assertOpen(found, 'trust-file', 'TRUST_NOT_GIVEN');
    assert.equal(step(found, 'conclusion'), 'pass CONCLUSION_OK');
    assert.deepEqual(found.signedBetween, { notBefore: null, notAfter: null, sources: [] });
    assert.deepEqual(found.independence, { operators: 0, names: [] });
    assert.deepEqual(
      found.proven.map(({ code }) => code),
      ['DOCUMENT_UNCHANGED'],
    );
  });

  it('counts an authority of another operator', async () => {
    const opened = JSON.parse(new TextDecoder().decode(trust)) as {
      trust: { certificateAuthorities: object[] };
    };
    const [first, second] = opened.trust.certificateAuthorities;
    const changed = [first, { ...second, operator: 'court' }] as never;
    const found = await report(bundle, { trust: await trustFor(story, { certificateAuthorities: changed }) });
    assert.equal(found.verdict, 'valid');
    assert.deepEqual([...found.independence.names].sort(), ['court', 'ministry']);
    assert.ok(!found.notProven.some(({ code }) => code === 'FEW_OPERATORS'));
  });

  it('holds amendments, and asks for the one that is left out', async () => {
    const own = await tell({ seed: 'amended', contract: 'ht-2026-000002' });
    await concludeSigning(own, 1, text('%PDF-1.7\n% amendment\n%%EOF\n'));
    const all = await report(await makeBundle(own), { trust: await trustFor(own) });
    assert.equal(all.verdict, 'valid', failures(all).join());
    assert.equal(all.steps.filter(({ step: name }) => name === 'conclusion').length, 2);
    const less = await makeBundle(own, {
      change: (content) => ({ ...content, signings: content.signings.slice(0, 1) }),
    });
    assertOpen(await report(less, { trust: await trustFor(own) }), 'state', 'STATE_AMENDMENT_MISSING');
  });

  it('warns when it was recorded days after it was signed', async () => {
    const late = await tell({ seed: 'late', concludeAfter: 3 * 86_400_000 });
    const now = new Date('2026-03-05T00:00:00.000Z');
    const found = await report(await makeBundle(late), { trust: await trustFor(late), now });
    assert.equal(found.verdict, 'valid', failures(found).join());
    assert.equal(step(found, 'time-line'), 'warn RECORDED_LATE');
  });
});

describe('verify: the state of a contract', function () {
  this.timeout(60_000);

  let ended: Story;
  let endedBundle: Uint8Array;
  let options: Partial<VerifyOptions>;

  before(async function () {
    this.timeout(60_000);
    ended = await tell({ seed: 'ended', contract: 'ht-2026-000003' });
    const { test, contract, parties } = ended;
    test.clock.now = new Date('2026-03-10T08:00:00.000Z');
    const dissolution = {
      contract,
      ground: '36' as const,
      on: '2026-03-31',
      certificate: sm3(text('certificate')),
      at: test.clock.now.toISOString(),
    };
    const signatures = await Promise.all(
      (['worker', 'employer'] as const).map(async (role) => ({
        by: parties[role].party,
        signature: await test.sign(parties[role].signer, 'labor-contract/dissolve', dissolution),
      })),
    );
    await test.submit(laborContract.operations.dissolve, { dissolution, signatures });
    endedBundle = await makeBundle(ended);
    options = { trust: await trustFor(ended), now: new Date('2026-03-20T08:00:00.000Z') };
  });

  it('does not touch the verdict: a dissolved contract is an authentic document', async () => {
    const found = await report(endedBundle, options);
    assert.equal(found.verdict, 'valid', failures(found).join());
    assert.equal(found.state, 'DISSOLVED');
    assert.ok(found.statusAsOf?.startsWith('2026-03-10T08:00:0'));
  });

  it('is told as of a past time, by its dated states', async () => {
    const past = async (asOf: string): Promise<Report> => report(endedBundle, { ...options, asOf });
    assert.equal((await past('2026-03-05T00:00:00.000Z')).state, 'CONCLUDED');
    const early = await past('2026-02-01T00:00:00.000Z');
    assertOpen(early, 'state', 'STATE_BEFORE');
    assert.equal(early.state, null);
  });

  it('is not known when the proof is older than allowed, unless a past time is asked about', async () => {
    assertOpen(await report(endedBundle, { ...options, maxAgeDays: 5 }), 'state', 'STATUS_TOO_OLD');
    assert.equal((await report(endedBundle, { ...options, maxAgeDays: 11 })).verdict, 'valid');
    const past = await report(endedBundle, { ...options, maxAgeDays: 5, asOf: '2026-03-05T00:00:00.000Z' });
    assert.equal(past.verdict, 'valid');
  });

  it('must be of this contract', async () => {
    const found = await makeBundle(story, { change: async (content) => content });
    const other = await ended.test.ledger.proveState(
      { name: 'labor-contract', parse: () => null },
      'ht-nothing',
    );
    assert.equal(other.value, null);
    const swapped = tampered((files) => files.set('ledger/state.json', canonicalBytes(other)), found);
    assertInvalid(await report(swapped), 'manifest', 'MANIFEST_DIGEST');
    const none = await story.test.ledger.proveState(
      { name: 'labor-contract', parse: () => null },
      'ht-nothing',
    );
    const own = await makeBundle(story, {
      change: async (content) => ({
        ...content,
        state: none,
        consistency: await Promise.all(
          [...new Set([...content.proofs.map((proof) => proof.signed.header.height), ...story.checkpoints])]
            .filter((height) => height !== none.signed.header.height)
            .map((height) => story.test.ledger.proveConsistency(height, none.signed.header.height)),
        ),
      }),
    });
    assertInvalid(await report(own), 'state', 'STATE_OTHER');
  });
});

describe('verify: a bundle changed after its export', function () {
  this.timeout(60_000);

  it('is never valid after one byte was changed', async function () {
    this.timeout(60_000);
    const random = seeded('bundle bytes');
    const found = new Set<string>();
    for (let i = 0; i < 700; i++) {
      const altered = alteredAt(bundle, random);
      const [only] = await verify([{ name: 'b.zip', bytes: altered }], { provider, now: NOW, trust });
      assert.notEqual(only?.verdict, 'valid', `change ${i}`);
      for (const { code, outcome } of only?.steps ?? []) if (outcome === 'fail') found.add(code);
    }
    assert.ok(found.has('CONTAINER_NOT_CANONICAL'));
  });

  it('is never valid after one byte of any file was changed and the container written again', async function () {
    this.timeout(120_000);
    const random = seeded('file bytes');
    for (const [path, bytes] of openBundle(bundle)) {
      const rounds = ['manifest.json', 'manifest.signature.json', 'export.json'].includes(path) ? 500 : 16;
      for (let i = 0; i < rounds; i++) {
        const altered = tampered((files) => files.set(path, alteredAt(bytes, random)));
        assert.notEqual((await report(altered)).verdict, 'valid', `${path} ${i}`);
      }
    }
  });

  it('names a file that was added, taken away or changed', async () => {
    const extra = tampered((files) => files.set('contract/extra.pdf', text('%PDF')));
    assertInvalid(await report(extra), 'manifest', 'MANIFEST_FILE_EXTRA');
    const less = tampered((files) => files.delete('custody.json'));
    assertInvalid(await report(less), 'manifest', 'MANIFEST_FILE_MISSING');
    const other = tampered((files) => files.set('contract/contract.pdf', text('%PDF')));
    assertInvalid(await report(other), 'manifest', 'MANIFEST_DIGEST');
  });

  it('names a manifest that was written again', async () => {
    const rewritten = tampered((files) => {
      const manifest = json(files, 'manifest.json');
      files.set('manifest.json', canonicalBytes({ ...manifest, createdAt: '2026-03-01T07:00:00.000Z' }));
    });
    assertInvalid(await report(rewritten), 'exporter-signature', 'EXPORTER_SIGNATURE');
    const rogue = newSigner(seeded('rogue'));
    const resigned = await resign(rewritten, rogue);
    assertInvalid(await report(resigned), 'exporter-key', 'EXPORTER_KEY_OTHER');
    const trusted = await report(await resign(rewritten, story.test.organisations.guangdong));
    assertInvalid(trusted, 'export', 'EXPORT_COMMITMENT');
  });

  it('names the export of another bundle, and misses one that is not there', async () => {
    const second = await makeBundle(story);
    const record = openBundle(second).get('export.json') ?? new Uint8Array();
    const swapped = tampered((files) => files.set('export.json', record));
    assertInvalid(await report(swapped), 'history', 'LEDGER_FORKED');
    const none = tampered((files) => files.delete('export.json'));
    assertOpen(await report(none), 'ledger-proofs', 'PART_MISSING');
  });

  async function resign(of: Uint8Array, signer: ReturnType<typeof newSigner>): Promise<Uint8Array> {
    const { signManifest } = await import('../src/bundle/index.js');
    const files = openBundle(of);
    const about = { ledger: story.test.name, by: 'guangdong' };
    const activation = { id: 'a', method: 'unattended' as const, at: NOW.toISOString() };
    const signature = await signManifest(
      files.get('manifest.json') ?? new Uint8Array(),
      about,
      signer,
      activation,
      provider,
    );
    return tampered((all) => all.set('manifest.signature.json', canonicalBytes(signature)), of);
  }
});

describe('verify: a bundle by a dishonest exporter', function () {
  this.timeout(60_000);

  it('is never valid when a byte of the evidence was changed before it was listed, signed and recorded', async function () {
    this.timeout(120_000);
    const random = seeded('dishonest bytes');
    // What the exporter writes itself says what the exporter wants: it is signed, recorded and marked as its word.
    const own = [
      'README.txt',
      'statement.json',
      'custody.json',
      'manifest.json',
      'manifest.signature.json',
      'export.json',
    ];
    for (const path of openBundle(bundle).keys()) {
      if (own.includes(path)) continue;
      for (let i = 0; i < 5; i++) {
        const found = await dishonest((files) =>
          files.set(path, alteredAt(files.get(path) ?? new Uint8Array(), random)),
        );
        assert.notEqual(found.verdict, 'valid', `${path} ${i}`);
      }
    }
  });

  it('names a salt that was changed', async () => {
    const found = await dishonest((files) => {
      const file = json(files, 'commitments.json') as { openings: { salt: string }[] };
      const openings = file.openings.map((each, i) =>
        i === 0 ? { ...each, salt: sm3(text('other')) } : each,
      );
      files.set('commitments.json', canonicalBytes({ ...file, openings }));
    });
    assertInvalid(found, 'commitments', 'COMMITMENT_MISMATCH');
  });

  it('names a commitment that opens to something else, and one that is not opened', async () => {
    const other = await dishonest((files) => files.set('contract/terms.json', canonicalBytes({ wage: 1 })));
    assertInvalid(other, 'preparation', 'COMMITMENT_MISMATCH');
    const none = await dishonest((files) => {
      const file = json(files, 'commitments.json') as { openings: { of: string }[] };
      const openings = file.openings.filter(({ of }) => of !== 'shown/worker');
      files.set('commitments.json', canonicalBytes({ ...file, openings }));
    });
    assertInvalid(none, 'conclusion', 'COMMITMENT_MISSING');
  });

  it('names swapped signatures', async () => {
    const found = await dishonest((files) => {
      const worker = files.get('signatures/worker.p7s') ?? new Uint8Array();
      files.set('signatures/worker.p7s', files.get('signatures/employer.p7s') ?? new Uint8Array());
      files.set('signatures/employer.p7s', worker);
    });
    assertInvalid(found, 'document', 'SIGNATURE_NOT_NAMED');
  });

  it('names a token of another file', async () => {
    const other = await story.authorities.stamp(text('another'), START);
    const found = await dishonest((files) => files.set('signatures/signed.sm2.tsr', other.sm2));
    assertInvalid(found, 'time-stamp-sm2', 'TS_IMPRINT');
  });

  it('names tokens of the right record that the ledger never heard of', async () => {
    const later = await story.authorities.stamp(
      story.signings[0]?.signed ?? new Uint8Array(),
      new Date(START.getTime() + 60_000),
    );
    const found = await dishonest((files) => files.set('signatures/signed.sm2.tsr', later.sm2));
    assertInvalid(found, 'conclusion', 'COMMITMENT_MISMATCH');
  });

  it('names another template, another disclosure, other pages, another identity record, another activation', async () => {
    const cases: [string, unknown, StepName, StepCode][] = [
      ['contract/template.json', { other: 1 }, 'preparation', 'TEMPLATE_DIFFERS'],
      ['contract/disclosure.json', { other: 1 }, 'preparation', 'DISCLOSURE_DIFFERS'],
      ['contract/layout.json', { pages: [{ page: 1 }] }, 'layout', 'LAYOUT_DIFFERS'],
      ['identity/worker.json', { ...story.identity.worker, factors: 1 }, 'conclusion', 'COMMITMENT_MISMATCH'],
      [
        'signatures/worker.activation.json',
        { id: 'x', method: 'passphrase', at: START.toISOString() },
        'conclusion',
        'ACTIVATION_DIFFERS',
      ],
    ];
    for (const [path, value, name, code] of cases) {
      assertInvalid(await dishonest((files) => files.set(path, canonicalBytes(value))), name, code);
    }
  });

  it('is undetermined when a proof is left out', async () => {
    const without = async (operation: string): Promise<Report> =>
      report(
        await makeBundle(story, {
          change: (content) => ({
            ...content,
            proofs: content.proofs.filter(({ command }) => command.operation !== operation),
          }),
        }),
      );
    assertOpen(await without('conclude'), 'conclusion', 'CONCLUSION_MISSING');
    assertOpen(await without('disclose'), 'preparation', 'PREPARATION_MISSING');
    assertInvalid(await without('bind'), 'party-keys', 'SIGNER_NOT_BOUND');
    assert.notEqual((await without('found')).verdict, 'valid');
    const path = await makeBundle(story, {
      change: (content) => ({ ...content, consistency: content.consistency.slice(1) }),
    });
    assertOpen(await report(path), 'history', 'HISTORY_INCOMPLETE');
  });

  it('names a proof about another contract', async () => {
    const other = await tell({
      test: story.test,
      authorities: story.authorities,
      contract: 'ht-2026-000009',
      seed: 'other',
    });
    opened.pop();
    const foreign = other.test.proofs.find(
      ({ command }) =>
        command.operation === 'conclude' && JSON.stringify(command.input).includes('ht-2026-000009'),
    );
    assert.ok(foreign);
    const height = foreign.signed.header.height;
    const mixed = await makeBundle(story, {
      change: async (content) => ({
        ...content,
        proofs: [...content.proofs, foreign],
        consistency: [
          ...content.consistency,
          await story.test.ledger.proveConsistency(height, content.state.signed.header.height),
        ],
      }),
    });
    assertInvalid(await report(mixed), 'ledger-proofs', 'FOREIGN_PROOF');
  });

  it('names a proof of another ledger', async () => {
    const elsewhere = await createLedger('elsewhere', START, { name: 'other-ledger' });
    const [first] = elsewhere.proofs;
    assert.ok(first);
    const mixed = await makeBundle(story, {
      change: (content) => ({ ...content, proofs: [first, ...content.proofs.slice(1)] }),
    });
    await elsewhere.close();
    assertInvalid(await report(mixed), 'ledger-proofs', 'OTHER_LEDGER');
  });
});

describe('verify: signers, keys and time', function () {
  this.timeout(60_000);

  async function told(options: StoryOptions, now = NOW): Promise<Report> {
    const own = await tell(options);
    return report(await makeBundle(own), { trust: await trustFor(own), now });
  }

  it('names a certificate for a key that the ledger never gave to the worker', async () => {
    const found = await told({ seed: 'other-key', cmsSigner: newSigner(seeded('stranger')) });
    assertInvalid(found, 'party-keys', 'SIGNER_KEY_OTHER');
  });

  it('names a revoked certificate', async () => {
    const authorities = await createAuthorities('revoked', START);
    const own = await tell({ seed: 'unrevoked', authorities });
    const serial = serialOf(own.parties.worker.certificate);
    const list = await authorities.revoke([
      { serial, at: new Date('2026-02-28T08:30:00.000Z'), reason: 'keyCompromise' },
    ]);
    await concludeSigning(own, 1, text('%PDF-1.7 amendment'), { crls: [list] });
    const found = await report(await makeBundle(own), { trust: await trustFor(own) });
    assert.ok(failures(found).includes('worker-certificate SIGNER_REVOKED_BEFORE'), failures(found).join());
    assert.equal(found.verdict, 'invalid');
  });

  it('names a token from the future, and one later than the block that names it', async () => {
    const future = await told({ seed: 'future', stampAfter: 86_400_000 });
    assertInvalid(future, 'time-stamp-authority-sm2', 'TS_FUTURE');
    const contradiction = await told({ seed: 'contradiction', stampAfter: 3_600_000 });
    assertInvalid(contradiction, 'time-line', 'TIME_CONTRADICTION');
  });

  it('names a checkpoint of a fork, and leaves one open that nothing shows', async () => {
    const header = toBase64url(new Uint8Array(32).fill(9));
    assertInvalid(
      await told({ seed: 'fork', checkpoint: { height: 2, header } }),
      'checkpoints',
      'LEDGER_FORKED',
    );
    const own = await tell({ seed: 'no-checkpoint' });
    const [checkpoint] = own.checkpoints;
    const less = await makeBundle(own, {
      change: (content) => {
        const proofs = content.proofs.filter(({ signed }) => signed.header.height !== checkpoint);
        return {
          ...content,
          proofs,
          consistency: content.consistency.filter(({ earlier }) => earlier.header.height !== checkpoint),
        };
      },
    });
    const found = await report(less, { trust: await trustFor(own) });
    assertOpen(found, 'checkpoints', 'HISTORY_INCOMPLETE');
  });
});

describe('verify: a dishonest ledger operator', function () {
  this.timeout(60_000);

  async function forged(kind: NonNullable<LedgerOptions['forged']>[number]): Promise<Report> {
    const seed = `forged-${kind.replace('/', '-')}`;
    const test = await createLedger(seed, START, { rules: credulous, forged: [kind] });
    const own = await tell({ seed, test });
    return report(await makeBundle(own), { trust: await trustFor(own) });
  }

  it('cannot found, enrol or bind in the name of others', async () => {
    assertInvalid(await forged('registry/found'), 'party-keys', 'FOUNDING_SIGNATURES');
    assertInvalid(await forged('registry/change'), 'party-keys', 'ENROLMENT_APPROVALS');
    assertInvalid(await forged('registry/bind'), 'party-keys', 'BINDING_SIGNATURE');
  });

  it('cannot draft, disclose, lock or sign in the name of a party, nor export for an organisation', async () => {
    assertInvalid(await forged('labor-contract/draft'), 'preparation', 'MESSAGE_SIGNATURE');
    assertInvalid(await forged('labor-contract/disclose'), 'preparation', 'MESSAGE_SIGNATURE');
    assertInvalid(await forged('labor-contract/lock'), 'preparation', 'MESSAGE_SIGNATURE');
    assertInvalid(await forged('labor-contract/sign'), 'conclusion', 'MESSAGE_SIGNATURE');
    assertInvalid(await forged('labor-contract/export'), 'export', 'MESSAGE_SIGNATURE');
  });

  it('cannot show a state of another history', async () => {
    const own = await tell({ seed: 'twin', contract: 'ht-2026-000011' });
    const twin = await tell({ seed: 'twin', contract: 'ht-2026-000012' });
    assert.deepEqual(await own.test.ledger.header(0), await twin.test.ledger.header(0));
    const state = await twin.test.ledger.proveState(
      { name: 'labor-contract', parse: () => null },
      'ht-2026-000011',
    );
    const found = await makeBundle(own, { change: (content) => ({ ...content, state }) });
    assertInvalid(await report(found, { trust: await trustFor(own) }), 'history', 'LEDGER_FORKED');
  });

  it('is not believed with another founding block, as a stranger, or outside its period', async () => {
    const operator = {
      name: 'ministry',
      key: story.test.operator.key,
      from: '2026-01-01T00:00:00.000Z',
      standing: 'test' as const,
    };
    const stranger = { ...operator, key: newSigner(seeded('stranger')).key };
    const over = { ...operator, until: '2026-02-01T00:00:00.000Z' };
    const cases = [
      [{ genesis: sm3(text('other')) }, 'founding', 'GENESIS_OTHER'],
      [{ operators: [stranger] }, 'operators', 'OPERATOR_UNKNOWN'],
      [{ operators: [over] }, 'operators', 'OPERATOR_PERIOD'],
    ] as const;
    for (const [changes, name, code] of cases) {
      assertInvalid(
        await report(bundle, { trust: await trustFor(story, { ...changes } as never) }),
        name,
        code,
      );
    }
    const other = await trustFor(story, { ledger: 'other-ledger' });
    assertOpen(await report(bundle, { trust: other }), 'operators', 'LEDGER_UNKNOWN');
  });
});

describe('verify: anything at all', function () {
  this.timeout(60_000);

  it('ends in a report, never in an error', async () => {
    const random = seeded('anything');
    const [, second] = story.test.proofs;
    const samples = [bundle, trust, canonicalBytes(second), story.signings[0]?.signed ?? new Uint8Array()];
    const names = [
      'a.zip',
      'contract.pdf',
      'contract.signed.json',
      'contract.signed.sm2.tsr',
      'contract.pdf.worker.p7s',
    ];
    for (let i = 0; i < 200; i++) {
      const [a = 0, b = 0, c = 0] = random(3);
      const sample = samples[a % samples.length] ?? new Uint8Array();
      const cut = sample.slice(0, Math.floor((sample.length * b) / 255));
      const files = names.map((name) => ({ name, bytes: c % 2 === 0 ? cut : random(c) }));
      for (const found of await verify(files, { provider, now: NOW, trust: c % 3 === 0 ? cut : trust })) {
        assert.notEqual(found.verdict, cut.length === sample.length ? 'none' : 'valid');
      }
    }
  });
});

describe('verify: single proofs of the ledger', function () {
  this.timeout(60_000);

  it('are valid by themselves, never after one byte was changed, and say what one header does not show', async function () {
    this.timeout(60_000);
    const [, second] = story.test.proofs;
    const state = await story.test.ledger.proveState(
      { name: 'labor-contract', parse: () => null },
      story.contract,
    );
    const random = seeded('proof bytes');
    for (const proof of [second, state]) {
      assert.ok(proof);
      const bytes = canonicalBytes(proof);
      const found = await report(bytes);
      assert.equal(found.verdict, 'valid', failures(found).join());
      assert.ok(found.notProven.some(({ code }) => code === 'ONE_HEADER_ONLY'));
      for (let i = 0; i < 500; i++) {
        assert.notEqual((await report(alteredAt(bytes, random))).verdict, 'valid', `${proof.kind} ${i}`);
      }
    }
    const found = await report(canonicalBytes(state), { maxAgeDays: 0.01 });
    assertOpen(found, 'state', 'STATUS_TOO_OLD');
  });

  it('are undetermined without trust and invalid under a stranger', async () => {
    const [, second] = story.test.proofs;
    const bytes = canonicalBytes(second);
    const [found] = await verify([{ name: 'receipt.json', bytes }], { provider, now: NOW });
    assert.equal(found?.verdict, 'undetermined');
    const operators = [
      {
        name: 'x',
        key: newSigner(seeded('x')).key,
        from: '2026-01-01T00:00:00.000Z',
        standing: 'test' as const,
      },
    ];
    assertInvalid(
      await report(bytes, { trust: await trustFor(story, { operators }) }),
      'operators',
      'OPERATOR_UNKNOWN',
    );
  });
});

function alteredAt(bytes: Uint8Array, random: (length: number) => Uint8Array): Uint8Array {
  const [a = 0, b = 0, c = 0, d = 0] = random(4);
  const altered = bytes.slice();
  const at = ((a << 16) | (b << 8) | c) % bytes.length;
  altered[at] = (altered[at] ?? 0) ^ (1 + (d % 255));
  return altered;
}
