import assert from 'node:assert/strict';
import { certificate, certificateRules } from '../../src/contracts/index.js';
import { plusMilliseconds } from '../../src/messages/index.js';
import { CertificateStory, certificateWorld } from '../world/certificate-story.js';
import { refused } from '../world/memory-ledger.js';
import { foundedWorld } from '../world/world.js';

const { operations } = certificate;

async function issued(): Promise<CertificateStory> {
  const story = new CertificateStory(await certificateWorld());
  await story.issue();
  return story;
}

describe('certificate.issue', () => {
  it('holds who, which kind, dates and commitments, signed with SM2', async () => {
    const world = await foundedWorld();
    await world.bind('holder', { relation: 'credential', towards: 'province-44' });
    await world.change({
      kind: 'accredit',
      accreditation: {
        id: 'acc-1',
        organisation: 'assessor',
        type: 'vocational-skill-level',
        regions: ['44'],
        from: '2026-01-01',
        until: '2026-12-31',
      },
    });
    const story = new CertificateStory(world);
    const at = story.now;
    const body = story.issuing();
    assert.deepEqual(await story.issue(), { certificate: 'v-1', at });
    assert.deepEqual(await story.record(), {
      schema: 1,
      certificate: 'v-1',
      issuer: 'assessor',
      province: 'province-44',
      holder: 'holder',
      beginning: { provenance: 'issued', body },
      state: 'VALID',
      states: [{ state: 'VALID', operation: 'issue', at }],
      generation: 1,
    });
  });

  it('needs both signatures, the issuer’s and the province’s', async () => {
    const story = new CertificateStory(await certificateWorld());
    await refused(story.issue({}, { issuer: 'province-44' }), 'SIGNATURE_INVALID');
    await refused(story.issue({}, { province: 'assessor' }), 'SIGNATURE_INVALID');
    await refused(story.issue({ province: 'province-31' }), 'NOT_ISSUING_PROVINCE');
    await refused(story.issue({ province: 'ministry' }), 'NOT_ISSUING_PROVINCE');
  });

  it('asks for an accreditation of the type, in the region, on the issue date', async () => {
    const story = new CertificateStory(await certificateWorld());
    const why = async (change: Parameters<CertificateStory['issue']>[0]) =>
      (await refused(story.issue(change), 'ISSUER_NOT_ACCREDITED')).members['reason'];
    assert.equal(await why({ type: 'professional-title' }), 'NONE');
    assert.equal(await why({ issuer: 'bank' }), 'NONE');
    assert.equal(await why({ region: '310000', province: 'province-31' }), 'OTHER_REGION');
    await story.world.change({
      kind: 'withdraw-accreditation',
      accreditation: 'acc-1',
      from: '2026-03-10',
      reason: 'audit',
    });
    await story.issue();
    story.passDays(10);
    const later = new CertificateStory(story.world, 'v-2');
    await refused(later.issue({ issuedOn: '2026-03-10' }), 'ISSUER_NOT_ACCREDITED');
    await later.issue({ issuedOn: '2026-03-09' });
  });

  it('takes no date of tomorrow or of long ago, and no end before the beginning', async () => {
    const story = new CertificateStory(await certificateWorld());
    await refused(story.issue({ issuedOn: '2026-03-03' }), 'CERTIFICATE_DATES');
    await refused(story.issue({ issuedOn: '2026-01-30' }), 'CERTIFICATE_DATES');
    await refused(story.issue({ validUntil: '2026-03-01' }), 'CERTIFICATE_DATES');
    await refused(story.issue({ at: plusMilliseconds(story.now, 61_000) }), 'SIGNATURE_TIME');
    await story.issue({ validUntil: '2026-03-02' });
  });

  it('is for a person who is bound towards the province for credentials', async () => {
    const { world } = await issued();
    for (const holder of ['worker', 'nobody', 'assessor', 'officer-1'])
      await refused(new CertificateStory(world, 'v-2', holder).issue(), 'PARTY_NOT_BOUND');
    await world.bind('elsewhere', { relation: 'credential', towards: 'province-31' });
    await refused(new CertificateStory(world, 'v-2', 'elsewhere').issue(), 'PARTY_NOT_BOUND');
  });

  it('gives a place in a status list once', async () => {
    const story = await issued();
    const { status } = story.issuing();
    const other = new CertificateStory(story.world, 'v-2', 'other-holder');
    await refused(other.issue({ status }), 'STATUS_INDEX_USED');
    await other.issue({ status: { ...status, list: 2 } });
  });

  it('of a type that the law makes employers issue asks for no accreditation, but for an employer', async () => {
    const story = new CertificateStory(await certificateWorld());
    await refused(story.issue({ type: 'contract-end-certificate' }), 'ISSUER_NOT_ACCREDITED');
    await story.issue({ type: 'contract-end-certificate', issuer: 'employer' });
  });

  it('of a contract’s end is also for the worker’s identifier towards this employer, and of no other type', async () => {
    const { world } = new CertificateStory(await certificateWorld());
    const towards = async (name: string, organisation: string): Promise<CertificateStory> => {
      await world.bind(name, { relation: 'employment', towards: organisation });
      return new CertificateStory(world, `v-${name}`, name);
    };
    const theirs = await towards('own-worker', 'employer');
    await refused(theirs.issue(), 'PARTY_NOT_BOUND');
    await theirs.issue({ type: 'contract-end-certificate', issuer: 'employer' });
    const others = await towards('banks-worker', 'bank');
    await refused(others.issue({ type: 'contract-end-certificate', issuer: 'employer' }), 'PARTY_NOT_BOUND');
  });

  it('takes nothing of a suspended organisation', async () => {
    const story = new CertificateStory(await certificateWorld());
    await story.world.change({ kind: 'suspend', organisation: 'assessor', reason: 'audit' });
    await refused(story.issue(), 'ORGANISATION_SUSPENDED');
  });

  it('two of one batch that want one place: one is put off and then refused', async () => {
    const world = await certificateWorld();
    const requests = ['v-1', 'v-2'].map((id) => {
      const story = new CertificateStory(world, id);
      const body = story.issuing({ status: { list: 1, index: 7 } });
      const signed = (by: string) => story.sign('certificate/issue', body, by);
      const input = { body, issuer: signed('assessor'), province: signed('province-44') };
      return { contract: 'certificate', operation: 'issue', input };
    });
    const [first, second] = await world.ledger.batch(requests);
    assert.equal(first!.kind, 'done');
    assert.equal(second!.kind, 'deferred');
    const [again] = await world.ledger.batch([requests[1]!]);
    assert.ok(again!.kind === 'refused' && again!.code === 'STATUS_INDEX_USED');
  });
});

describe('certificate: renewed or changed', () => {
  it('ends the one before in the same moment', async () => {
    const story = await issued();
    const renewed = new CertificateStory(story.world, 'v-2');
    const at = story.now;
    await renewed.issue({ predecessor: 'v-1' });
    const [before, after] = [await story.record(), await renewed.record()];
    assert.deepEqual(before.states.at(-1), { state: 'REPLACED', operation: 'replace', at });
    assert.equal(before.successor, 'v-2');
    assert.equal(after.states[0]!.at, at);
    assert.equal(after.origin, 'v-1');
    assert.equal(after.generation, 2);
    await refused(
      new CertificateStory(story.world, 'v-3').issue({ predecessor: 'v-1' }),
      'CERTIFICATE_REPLACED',
    );
  });

  it('is of the same holder, type and province', async () => {
    const { world } = await issued();
    const other = new CertificateStory(world, 'v-2', 'other-holder');
    await refused(other.issue({ predecessor: 'v-1' }), 'HOLDER_MISMATCH');
    const story = new CertificateStory(world, 'v-2');
    await refused(story.issue({ predecessor: 'v-9' }), 'CERTIFICATE_PREDECESSOR');
    await refused(
      story.issue({ predecessor: 'v-1', type: 'contract-end-certificate', issuer: 'employer' }),
      'CERTIFICATE_PREDECESSOR',
    );
  });
});

describe('certificate: corrected by its source', () => {
  const correction = { predecessor: 'v-1', succession: 'correction' as const };

  it('keeps the day of issue however long ago, and ends the one before', async () => {
    const story = await issued();
    story.passDays(200);
    const corrected = new CertificateStory(story.world, 'v-2');
    await corrected.issue(correction);
    assert.equal((await story.record()).state, 'REPLACED');
    assert.equal((await corrected.record()).origin, 'v-1');
    assert.equal((await corrected.standing()).valid, true);
    await refused(
      new CertificateStory(story.world, 'v-3').issue({
        ...correction,
        predecessor: 'v-2',
        issuedOn: story.today,
      }),
      'CERTIFICATE_DATES',
    );
  });

  it('is the word of the organisation that said it, with the right to say it today', async () => {
    const story = await issued();
    const accredit = (id: string, organisation: string) =>
      story.world.change({
        kind: 'accredit',
        accreditation: {
          id,
          organisation,
          type: 'vocational-skill-level',
          regions: ['44'],
          from: '2026-01-01',
          until: '2026-12-31',
        },
      });
    await accredit('acc-2', 'employer');
    const other = new CertificateStory(story.world, 'v-2');
    await refused(other.issue({ ...correction, issuer: 'employer' }), 'NOT_SOURCE_AUTHORITY');
    const alteration = { ...correction, succession: 'alteration' as const };
    await refused(other.issue({ ...alteration, issuer: 'employer' }), 'NOT_SOURCE_AUTHORITY');
    await story.world.change({
      kind: 'withdraw-accreditation',
      accreditation: 'acc-1',
      from: '2026-03-10',
      reason: 'audit',
    });
    story.passDays(30);
    await refused(other.issue(correction), 'ISSUER_NOT_ACCREDITED');
  });

  it('takes the place of a certificate, of the same holder and kind of word', async () => {
    const story = await issued();
    const other = new CertificateStory(story.world, 'v-2');
    await refused(other.issue({ succession: 'correction' }), 'CERTIFICATE_PREDECESSOR');
    await refused(
      new CertificateStory(story.world, 'v-2', 'other-holder').issue(correction),
      'HOLDER_MISMATCH',
    );
    await refused(other.attest({ predecessor: 'v-1' }), 'NOT_SOURCE_AUTHORITY');
    await story.suspend();
    await refused(other.issue(correction), 'CERTIFICATE_SUSPENDED');
  });

  it('of a register’s entry is a new attestation by the same province', async () => {
    const story = new CertificateStory(await certificateWorld());
    await story.attest({ issuedOn: '1998-06-01' });
    const corrected = new CertificateStory(story.world, 'v-2');
    await refused(corrected.attest({ predecessor: 'v-1', issuedOn: '1998-06-02' }), 'CERTIFICATE_DATES');
    await corrected.attest({ predecessor: 'v-1', issuedOn: '1998-06-01' });
    assert.equal((await story.record()).state, 'REPLACED');
    assert.equal((await corrected.record()).beginning.provenance, 'register');
  });
});

describe('certificate: national codes', () => {
  const { nationalState, nationalOperation } = certificateRules;
  const codes = async (story: CertificateStory): Promise<string[]> => {
    const record = await story.record();
    return record.states.map((each) => `${nationalOperation(record, each)} ${nationalState(each)}`);
  };

  it('name every state and operation that the ledger has', async () => {
    const story = await issued();
    await story.suspend();
    await story.reinstate();
    await story.setAside();
    assert.equal((await story.standing()).code, 'CERTIFICATE_SET_ASIDE');
    await story.takeUp();
    await story.transferOut();
    await story.withdrawTransfer();
    const expected = ['01 01', '03 02', '06 01', '07 99', '07 01', '05 06', '10 01'];
    assert.deepEqual(await codes(story), expected);
    const renewed = new CertificateStory(story.world, 'v-2');
    await renewed.issue({ predecessor: 'v-1' });
    const altered = new CertificateStory(story.world, 'v-3');
    await altered.issue({ predecessor: 'v-2', succession: 'alteration' });
    await altered.transferOut();
    const taken = new CertificateStory(story.world, 'v-4');
    await taken.transferIn('v-3');
    await taken.revoke({ ground: 'withdrawn' }, 'province-31');
    assert.deepEqual(await codes(story), [...expected, '05 04']);
    assert.deepEqual(await codes(renewed), ['02 01', '05 04']);
    assert.deepEqual(await codes(altered), ['09 01', '05 06', '05 04']);
    assert.deepEqual(await codes(taken), ['08 01', '05 07']);
    const ends = new CertificateStory(story.world, 'v-5');
    await ends.issue();
    await ends.cancel('lapsed');
    assert.deepEqual((await codes(ends)).at(-1), '05 04');
    const wrong = new CertificateStory(story.world, 'v-6');
    await wrong.issue();
    await wrong.revoke();
    assert.deepEqual((await codes(wrong)).at(-1), '05 03');
    const late = new CertificateStory(story.world, 'v-7');
    await late.issue({ validUntil: '2026-03-05' });
    late.passDays(10);
    await late.expire();
    assert.deepEqual((await codes(late)).at(-1), '04 05');
  });
});

describe('certificate: between provinces', () => {
  it('is never valid in both: out, in, and the old one is good for nothing', async () => {
    const story = await issued();
    const there = new CertificateStory(story.world, 'v-2');
    await refused(there.transferIn('v-1'), 'CERTIFICATE_STATE');
    await story.transferOut();
    assert.equal((await story.standing()).code, 'TRANSFERRED_OUT');
    await there.transferIn('v-1');
    assert.equal((await story.record()).state, 'TRANSFERRED');
    assert.equal((await there.standing()).valid, true);
    assert.equal((await there.record()).issuer, 'province-31');
    await refused(new CertificateStory(story.world, 'v-3').transferIn('v-1'), 'TRANSFERRED_OUT');
    const standing = await story.world.ledger.query(operations.standing, { certificate: 'v-2' });
    assert.equal((standing as { origin: { issuer: string } }).origin.issuer, 'assessor');
  });

  it('goes where the holder said, with the holder’s signature', async () => {
    const story = await issued();
    await refused(story.transferOut('province-31', 'province-44'), 'SIGNATURE_INVALID');
    await refused(story.transferOut('province-31', 'other-holder'), 'SIGNATURE_INVALID');
    await refused(story.transferOut('province-44'), 'TRANSFER_MISMATCH');
    await story.transferOut('province-51');
    const there = new CertificateStory(story.world, 'v-2');
    await refused(there.transferIn('v-1'), 'TRANSFER_MISMATCH');
    await refused(
      there.transferIn('v-1', { province: 'province-51', region: '510000', validUntil: '2030-01-01' }),
      'TRANSFER_MISMATCH',
    );
    await refused(
      new CertificateStory(story.world, 'v-2', 'other-holder').transferIn('v-1', {
        province: 'province-51',
        region: '510000',
      }),
      'HOLDER_MISMATCH',
    );
    await there.transferIn('v-1', { province: 'province-51', region: '510000' });
  });

  it('stays when the transfer is withdrawn, and comes back by another one', async () => {
    const story = await issued();
    await story.transferOut();
    await story.withdrawTransfer();
    assert.equal((await story.standing()).valid, true);
    await refused(new CertificateStory(story.world, 'v-2').transferIn('v-1'), 'CERTIFICATE_STATE');
    await story.transferOut();
    const there = new CertificateStory(story.world, 'v-2');
    await there.transferIn('v-1');
    await there.transferOut('province-44', 'holder', 'province-31');
    const back = new CertificateStory(story.world, 'v-3');
    await back.transferIn('v-2', { province: 'province-44', region: '440000' });
    assert.equal((await back.record()).origin, 'v-1');
    assert.equal((await back.record()).generation, 3);
  });

  it('ends when it is revoked on the way', async () => {
    const story = await issued();
    await story.transferOut();
    await story.revoke();
    await refused(new CertificateStory(story.world, 'v-2').transferIn('v-1'), 'CERTIFICATE_REVOKED');
  });
});

describe('certificate: decisions', () => {
  it('are the issuing province’s alone', async () => {
    const story = await issued();
    await refused(story.suspend({}, 'assessor'), 'NOT_ISSUING_PROVINCE');
    await refused(story.revoke({}, 'province-31'), 'NOT_ISSUING_PROVINCE');
    await refused(story.revoke({ by: 'province-44' }, 'province-31'), 'SIGNATURE_INVALID');
    await refused(story.suspend({ at: plusMilliseconds(story.now, 61_000) }), 'SIGNATURE_TIME');
    await refused(story.suspend({ at: plusMilliseconds(story.now, -999_000) }), 'SIGNATURE_TIME');
  });

  it('cancel at the holder’s request with the holder’s signature, or without one when it lapsed', async () => {
    const story = await issued();
    await refused(story.cancel('request', 'other-holder'), 'SIGNATURE_INVALID');
    const other = new CertificateStory(story.world, 'v-2', 'other-holder');
    await other.issue();
    await other.cancel('lapsed');
    await story.cancel('request');
    assert.equal((await story.standing()).code, 'CERTIFICATE_CANCELLED');
  });

  it('end when there is no room for more, and never without the last ones', async () => {
    const story = await issued();
    for (let i = 0; i < 30; i++) {
      await story.suspend();
      await story.reinstate();
    }
    await refused(story.suspend(), 'CERTIFICATE_STATE');
    await refused(story.transferOut(), 'CERTIFICATE_STATE');
    await story.revoke();
  });
});

describe('certificate: as of a past time', () => {
  it('was what it was then', async () => {
    const story = await issued();
    const times: Record<string, string> = { before: '2026-03-01T00:00:00.000Z' };
    times['issued'] = story.now;
    story.passDays(1);
    await story.suspend();
    times['suspended'] = story.now;
    story.passDays(1);
    await story.reinstate();
    times['reinstated'] = story.now;
    story.passDays(1);
    await story.revoke();
    const at = async (name: string) => (await story.standing(times[name])).code;
    assert.equal(await at('before'), 'CERTIFICATE_UNKNOWN');
    assert.equal(await at('issued'), undefined);
    assert.equal(await at('suspended'), 'CERTIFICATE_SUSPENDED');
    assert.equal(await at('reinstated'), undefined);
    assert.equal((await story.standing()).code, 'CERTIFICATE_REVOKED');
  });

  it('ends with its last day in China, whether that was put down or not', async () => {
    const story = new CertificateStory(await certificateWorld());
    await story.issue({ validUntil: '2026-03-05' });
    const record = await story.record();
    assert.equal(certificateRules.stateAt(record, '2026-03-05T15:59:59.999Z'), 'VALID');
    assert.equal(certificateRules.stateAt(record, '2026-03-05T16:00:00.000Z'), 'EXPIRED');
    await refused(story.expire(), 'CERTIFICATE_STATE');
    story.passDays(10);
    assert.equal((await story.standing()).code, 'CERTIFICATE_EXPIRED');
    await refused(story.transferOut(), 'CERTIFICATE_EXPIRED');
    await story.expire();
    assert.equal((await story.record()).state, 'EXPIRED');
    const forever = new CertificateStory(story.world, 'v-2');
    const { validUntil: _none, ...body } = forever.issuing({ issuedOn: story.today });
    const sign = (by: string) => forever.sign('certificate/issue', body, by);
    await story.world.ledger.submit(operations.issue, {
      body,
      issuer: sign('assessor'),
      province: sign('province-44'),
    });
    forever.passDays(3650);
    assert.equal((await forever.standing()).valid, true);
  });
});

describe('certificate: what rests on another', () => {
  async function chain() {
    const world = await certificateWorld();
    const [base, middle, top] = ['v-1', 'v-2', 'v-3'].map((id) => new CertificateStory(world, id));
    await base!.issue();
    await middle!.issue({ dependsOn: ['v-1'] });
    await top!.issue({ dependsOn: ['v-2'] });
    return { world, base: base!, middle: middle!, top: top! };
  }

  it('falls with what is under it, however deep, and is as good as it was before', async () => {
    const { base, top } = await chain();
    const before = (await top.record()).states[0]!.at;
    assert.equal((await top.standing()).valid, true);
    await base.suspend();
    assert.equal((await top.standing()).code, 'DEPENDENCY_SUSPENDED');
    await base.reinstate();
    assert.equal((await top.standing()).valid, true);
    await base.revoke();
    const { code, dependency, state } = await top.standing();
    assert.deepEqual(
      { code, dependency, state },
      { code: 'DEPENDENCY_REVOKED', dependency: 'v-1', state: 'VALID' },
    );
    assert.equal((await top.standing(before)).valid, true);
  });

  it('goes on with the successor of what was renewed', async () => {
    const { world, base, top } = await chain();
    const renewed = new CertificateStory(world, 'v-4');
    await renewed.issue({ predecessor: 'v-1' });
    assert.equal((await base.standing()).code, 'CERTIFICATE_REPLACED');
    assert.equal((await top.standing()).valid, true);
    await renewed.revoke();
    assert.equal((await top.standing()).code, 'DEPENDENCY_REVOKED');
  });

  it('is not issued on what is not there, is another’s, or was taken away', async () => {
    const { world, base } = await chain();
    const story = new CertificateStory(world, 'v-5');
    await refused(story.issue({ dependsOn: ['v-9'] }), 'CERTIFICATE_UNKNOWN');
    const other = new CertificateStory(world, 'v-5', 'other-holder');
    await refused(other.issue({ dependsOn: ['v-1'] }), 'HOLDER_MISMATCH');
    await base.suspend();
    await refused(story.issue({ dependsOn: ['v-1'] }), 'DEPENDENCY_SUSPENDED');
    await base.reinstate();
    await base.revoke();
    await refused(story.issue({ dependsOn: ['v-1'] }), 'DEPENDENCY_REVOKED');
  });
});

describe('certificate.attest', () => {
  it('is the province’s word about its register, never the original issuer’s', async () => {
    const story = new CertificateStory(await certificateWorld());
    await refused(story.attest({ issuedOn: '2026-03-03' }), 'CERTIFICATE_DATES');
    await refused(story.attest({}, 'assessor'), 'SIGNATURE_INVALID');
    await refused(story.attest({ province: 'province-31' }), 'NOT_ISSUING_PROVINCE');
    await story.attest({ issuedOn: '1998-06-01' });
    const record = await story.record();
    assert.equal(record.issuer, 'province-44');
    assert.equal(record.beginning.provenance, 'register');
    await refused(story.issue({ issuedOn: '2026-03-02' }), 'CERTIFICATE_EXISTS');
  });
});
