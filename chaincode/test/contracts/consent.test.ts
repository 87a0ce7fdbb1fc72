import assert from 'node:assert/strict';
import { consent, registry } from '../../src/contracts/index.js';
import { signMessage } from '../world/keys.js';
import { ConsentStory, DAY, FIELDS } from '../world/consent-story.js';
import { refused } from '../world/memory-ledger.js';
import { digestOf, foundedFastWorld, foundedWorld } from '../world/world.js';

const { operations } = consent;

/** Random enough for a table of one test. */
const ready = async () => new ConsentStory(await foundedFastWorld()).prepared();
const ready2 = async () => (await ready()).granted();

describe('consent: catalogue', () => {
  it('has versions one by one, each of them kept', async () => {
    const story = await ready();
    await refused(story.publish({ version: 3 }), 'CATALOGUE_VERSION');
    await story.publish({ version: 2 });
    const { ledger } = story.world;
    const source = story.source;
    const current = await ledger.query(operations.catalogue, { source });
    assert.equal(current.catalogue.version, 2);
    const first = await ledger.query(operations.catalogue, { source, version: 1 });
    assert.equal(first.catalogue.version, 1);
    await refused(ledger.query(operations.catalogue, { source, version: 9 }), 'CATALOGUE_UNKNOWN');
    await refused(story.publish({ version: 2, sm3: digestOf('other') }), 'CATALOGUE_EXISTS');
  });

  it('is the word of a province or the ministry, about fields that it lists', async () => {
    const story = new ConsentStory(await foundedFastWorld());
    await refused(story.publish({ source: 'bank' }, 'bank'), 'NOT_ENTITLED');
    await refused(story.publish({}, 'province-31'), 'SIGNATURE_INVALID');
    const purposes = [{ purpose: 'p', bases: ['consent' as const], fields: ['unlisted'], count: 1, days: 1 }];
    await refused(story.publish({ purposes }), 'CATALOGUE_INVALID');
  });
});

describe('consent: request', () => {
  it('asks for nothing that the purpose does not need', async () => {
    const story = await ready();
    await refused(story.request({ fields: ['bank-account', ...FIELDS] }), 'FIELD_NOT_NECESSARY');
    await refused(story.request({ fields: ['shoe-size'] }), 'NOT_IN_CATALOGUE');
    await refused(story.request({ purpose: 'curiosity' }), 'PURPOSE_NOT_IN_CATALOGUE');
    await refused(story.request({ purpose: 'compensation', fields: ['injury-grade'] }), 'BASIS_NOT_ALLOWED');
    await refused(story.request({ count: 4 }), 'CONSENT_PERIOD_INVALID');
    await refused(story.request({ until: story.in(91 * DAY) }), 'CONSENT_PERIOD_INVALID');
    await refused(story.request({ until: story.now }), 'CONSENT_PERIOD_INVALID');
    await refused(story.request({}, { catalogue: story.reference(2) }), 'CATALOGUE_VERSION');
    await story.request();
  });

  it('names a citizen who is bound to this data source, and is the recipient’s own word', async () => {
    const story = await ready();
    await refused(story.request({}, { subject: 'worker' }), 'PARTY_NOT_BOUND');
    await refused(story.request({}, { subject: 'nobody' }), 'PARTY_NOT_BOUND');
    await refused(story.request({}, { source: 'province-31' }), 'CATALOGUE_UNKNOWN');
    await refused(story.request({}, {}, 'employer'), 'SIGNATURE_INVALID');
    await refused(story.request({}, { recipient: 'citizen' }, 'citizen'), 'NOT_ENTITLED');
    await refused(story.request({}, { at: story.in(61_000) }), 'SIGNATURE_TIME');
    await refused(story.request({}, { answerBy: story.now }), 'REQUEST_EXPIRED');
  });

  it('may be made again once the citizen reopens it, and nobody else', async () => {
    const story = await ready();
    await story.request();
    await story.refuse();
    const again = new ConsentStory(story.world, 'consent-2');
    await refused(again.request(), 'REQUEST_REFUSED_BEFORE');
    await refused(story.reopen({}, 'bank'), 'SIGNATURE_INVALID');
    await refused(story.reopen({ subject: 'worker' }, 'worker'), 'CONSENT_OTHER_SUBJECT');
    await refused(story.reopen({ at: '2026-03-01T00:00:00.000Z' }), 'SIGNATURE_TIME');
    await refused(again.request(), 'REQUEST_REFUSED_BEFORE');
    await story.reopen();
    assert.equal((await story.record()).state, 'REFUSED');
    await again.granted();
    assert.equal((await again.record()).state, 'GRANTED');
  });

  it('is not asked again after a refusal, for this purpose and by this recipient', async () => {
    const story = await ready();
    await story.request();
    await story.refuse();
    const again = new ConsentStory(story.world, 'consent-2');
    await refused(again.request(), 'REQUEST_REFUSED_BEFORE');
    await again.request({ purpose: 'insurance-claim', fields: ['injury-grade'] });
    await new ConsentStory(story.world, 'consent-3', 'citizen', 'province-44', 'employer').request();
  });
});

describe('consent: grant', () => {
  it('is the citizen’s own word, in time', async () => {
    const story = await ready();
    await story.request();
    await refused(story.grant({}, {}, 'bank'), 'SIGNATURE_INVALID');
    await refused(story.grant({}, {}, 'province-44'), 'SIGNATURE_INVALID');
    await refused(story.grant({}, { subject: 'worker' }, 'worker'), 'CONSENT_OTHER_SUBJECT');
    await refused(story.grant({}, { at: story.in(61_000) }), 'SIGNATURE_TIME');
    const late = new ConsentStory(story.world.clone());
    late.world.ledger.pass(DAY);
    await refused(late.grant(), 'REQUEST_EXPIRED');
    await story.grant();
  });

  it('gives what was asked, or less, and never more or anything else', async () => {
    const story = await ready();
    await story.request();
    const beyond = [
      { count: 3 },
      { fields: ['bank-account', ...FIELDS] },
      { purpose: 'insurance-claim' },
      { mode: 'copy' as const },
      { until: story.in(31 * DAY) },
      { from: '2026-03-01T00:00:00.000Z' },
      { retentionDays: 31 },
    ];
    for (const scope of beyond) await refused(story.grant(scope), 'GRANT_BEYOND_REQUEST');
    await refused(story.grant({}, { notice: digestOf('other') }), 'GRANT_BEYOND_REQUEST');
    await refused(story.grant({}, { catalogue: story.reference(2) }), 'GRANT_BEYOND_REQUEST');
    await story.grant({ fields: ['insured-months'], count: 1, retentionDays: 0 });
    await refused(story.use('one'), 'CONSENT_OTHER_FIELDS');
    await story.use('one', { fields: ['insured-months'] });
  });

  it('names each sensitive field by itself', async () => {
    const story = await ready();
    await story.request({ purpose: 'insurance-claim', fields: ['bank-account', 'injury-grade'] });
    await refused(story.grant({}, { separate: [] }), 'SEPARATE_CONSENT_MISSING');
    await refused(story.grant({}, { separate: ['injury-grade'] }), 'SEPARATE_CONSENT_MISSING');
    await refused(story.grant({}, { separate: ['injury-grade', 'shoe-size'] }), 'GRANT_BEYOND_REQUEST');
    await story.grant({ fields: ['injury-grade'] }, { separate: ['injury-grade'] });
  });

  it('is not possible any more when the catalogue has changed: the request is made anew', async () => {
    const story = await ready();
    await story.request();
    await story.publish({ version: 2 });
    await refused(story.grant(), 'CATALOGUE_VERSION');
  });

  it('takes no key that was replaced', async () => {
    const story = await ready();
    await story.request();
    const { world } = story;
    const rotation = { identifier: 'citizen', sequence: 2, key: world.key('citizen/2').key };
    const sign = (by: string) => signMessage(world.key(by), 'registry/rotate', rotation);
    await world.ledger.submit(registry.operations.rotate, {
      rotation,
      old: sign('citizen'),
      new: sign('citizen/2'),
    });
    await refused(story.grant(), 'SIGNATURE_INVALID');
    await story.grant({}, {}, 'citizen/2');
  });
});

describe('consent: use', () => {
  it('counts, and refuses one too many', async () => {
    const story = await ready2();
    assert.equal((await story.use('one')).number, 1);
    assert.equal((await story.use('two')).number, 2);
    await refused(story.use('three'), 'CONSENT_USED_UP');
    const record = await story.record();
    assert.deepEqual([record.used, record.state], [2, 'USED_UP']);
    const { ledger } = story.world;
    const use = await ledger.query(operations['use-of'], { consent: 'consent-1', authorisation: 'two' });
    assert.equal(use.number, 2);
    const none = { consent: 'consent-1', authorisation: 'three' };
    await refused(ledger.query(operations['use-of'], none), 'CONSENT_UNKNOWN');
  });

  it('takes one authorisation once: other content under it is refused', async () => {
    const story = await ready2();
    const input = story.fetched('one');
    const first = await story.world.ledger.submit(operations.use, input);
    assert.deepEqual(await story.world.ledger.submit(operations.use, input), first);
    assert.equal((await story.record()).used, 1);
    await refused(story.use('one'), 'CONSENT_USE_EXISTS');
    const { fetch } = story.fetched('two');
    const { use } = story.fetched('three');
    await refused(story.world.ledger.submit(operations.use, { fetch, use }), 'CONSENT_USE_EXISTS');
  });

  it('is for this recipient, purpose and fields, from this source', async () => {
    const story = await ready2();
    await refused(story.use('u-a', { recipient: 'employer' }), 'CONSENT_OTHER_RECIPIENT');
    await refused(story.use('u-a', { purpose: 'insurance-claim' }), 'CONSENT_OTHER_PURPOSE');
    await refused(story.use('u-a', { fields: ['bank-account'] }), 'CONSENT_OTHER_FIELDS');
    await refused(story.use('u-a', {}, { source: 'province-31' }), 'CONSENT_OTHER_SOURCE');
  });

  it('needs the word of both: neither takes the other’s part', async () => {
    const story = await ready2();
    const by = (recipient: string, source: string) =>
      story.world.ledger.submit(operations.use, story.fetched('u-a', {}, {}, { recipient, source }));
    await refused(by('province-44', 'province-44'), 'SIGNATURE_INVALID');
    await refused(by('bank', 'bank'), 'SIGNATURE_INVALID');
    await refused(by('employer', 'province-44'), 'SIGNATURE_INVALID');
    await by('bank', 'province-44');
  });

  it('holds in its window, and only when granted', async () => {
    const story = await ready();
    await story.request({ from: story.in(DAY) });
    await refused(story.use('u-a'), 'CONSENT_NOT_GRANTED');
    await story.grant();
    await refused(story.use('u-a'), 'CONSENT_NOT_YET_VALID');
    story.world.ledger.pass(DAY);
    const input = story.fetched('u-a');
    await story.world.ledger.submit(operations.use, input);
    story.world.ledger.pass(30 * DAY);
    await refused(story.use('u-b'), 'CONSENT_EXPIRED');
    await refused(story.world.ledger.submit(operations.use, input), 'CONSENT_EXPIRED');
    const never = new ConsentStory(story.world, 'consent-9');
    await refused(never.use('u-a'), 'CONSENT_UNKNOWN');
  });

  it('takes no fetch that was signed before the grant, or ahead of time', async () => {
    const story = await ready2();
    await refused(story.use('u-a', { at: '2026-03-01T00:00:00.000Z' }), 'SIGNATURE_TIME');
    await refused(story.use('u-a', { at: story.in(61_000) }), 'SIGNATURE_TIME');
    await refused(story.use('u-a', {}, { at: story.in(-61_001) }), 'SIGNATURE_TIME');
  });
});

describe('consent: revoke', () => {
  it('binds the very next use, also one that was made before', async () => {
    const story = await ready2();
    const input = story.fetched('one');
    await story.world.ledger.submit(operations.use, input);
    await story.revoke();
    await refused(story.use('two'), 'CONSENT_REVOKED');
    await refused(story.world.ledger.submit(operations.use, input), 'CONSENT_REVOKED');
  });

  it('is the citizen’s own word', async () => {
    const story = await ready2();
    await refused(story.revoke({}, 'province-44'), 'SIGNATURE_INVALID');
    await refused(story.revoke({ subject: 'worker' }, 'worker'), 'CONSENT_OTHER_SUBJECT');
    await refused(story.revoke({ at: '2026-03-01T00:00:00.000Z' }), 'SIGNATURE_TIME');
    await refused(story.confirmDeletion(), 'CONSENT_STATE');
  });

  it('asks the recipient to delete, and takes its confirmation', async () => {
    const story = await ready2();
    await story.use('one');
    await story.revoke();
    const { deleteBy, revocation } = await story.consented();
    assert.ok(deleteBy !== undefined && deleteBy > revocation!.recordedAt);
    await refused(story.confirmDeletion({ recipient: 'employer' }, 'employer'), 'CONSENT_OTHER_RECIPIENT');
    await refused(story.confirmDeletion({}, 'employer'), 'SIGNATURE_INVALID');
    await story.confirmDeletion();
    assert.ok((await story.consented()).deletion !== undefined);
  });

  it('of a consent that was never used asks nobody to delete', async () => {
    const story = await ready2();
    await story.revoke();
    assert.equal((await story.consented()).deleteBy, undefined);
  });
});

describe('consent: other legal bases', () => {
  it('a court demands, another organisation approves, and each fetch is counted', async () => {
    const story = await ready();
    await story.order();
    await refused(story.use('u-a'), 'CONSENT_OTHER_RECIPIENT');
    await story.use('u-a', { recipient: 'court' });
    await story.use('u-b', { recipient: 'court' });
    await refused(story.use('u-c', { recipient: 'court' }), 'CONSENT_USED_UP');
    await refused(story.revoke(), 'CONSENT_NOT_REVOCABLE');
    const record = await story.record();
    assert.ok(record.basis === 'court-order' && record.approvedBy === 'province-44');
  });

  it('nobody demands who may not, and nobody approves its own', async () => {
    const story = await ready();
    await refused(story.order(story.orderBody({ recipient: 'bank' })), 'NOT_ENTITLED');
    await refused(story.order(story.orderBody({ basis: 'arbitration' })), 'NOT_ENTITLED');
    await refused(story.order(story.orderBody(), 'court'), 'APPROVER_NOT_INDEPENDENT');
    await refused(story.order(story.orderBody(), 'bank'), 'APPROVER_NOT_INDEPENDENT');
    const emergency = story.orderBody(
      { basis: 'emergency', recipient: 'province-44' },
      { purpose: 'compensation', fields: ['injury-grade'] },
    );
    await refused(story.order(emergency, 'province-44'), 'APPROVER_NOT_INDEPENDENT');
    await refused(story.order(emergency, 'ministry', 'bank'), 'SIGNATURE_INVALID');
    await story.order(emergency, 'ministry');
  });

  it('is bound by the catalogue and by time as consent is', async () => {
    const story = await ready();
    const scope = (change: object) => story.order(story.orderBody({}, change));
    await refused(scope({ fields: ['bank-account'] }), 'FIELD_NOT_NECESSARY');
    await refused(scope({ purpose: 'insurance-claim', fields: ['injury-grade'] }), 'BASIS_NOT_ALLOWED');
    await refused(scope({ until: story.in(91 * DAY) }), 'CONSENT_PERIOD_INVALID');
    await refused(scope({ from: '2026-01-01T00:00:00.000Z', until: story.now }), 'CONSENT_PERIOD_INVALID');
    await refused(story.order(story.orderBody({ subject: 'worker' })), 'PARTY_NOT_BOUND');
  });
});

describe('consent: refused attempts', () => {
  it('are logged in sequence by the data source', async () => {
    const story = await ready();
    await refused(story.logRefused(2), 'LOG_OUT_OF_SEQUENCE');
    await story.logRefused(1);
    await refused(story.logRefused(1, { attempts: digestOf('other') }), 'LOG_OUT_OF_SEQUENCE');
    await refused(story.logRefused(2, {}, 'bank'), 'SIGNATURE_INVALID');
    await refused(story.logRefused(1, { source: 'bank' }, 'bank'), 'NOT_ENTITLED');
    await story.logRefused(2);
    const batch = await story.world.ledger.query(operations['refused-batch'], {
      source: 'province-44',
      sequence: 2,
    });
    assert.equal(batch.batch.count, 1);
    const none = story.world.ledger.query(operations['refused-batch'], { source: 'bank', sequence: 1 });
    await refused(none, 'LOG_OUT_OF_SEQUENCE');
  });
});

describe('consent: SM2', () => {
  it('the whole life with the keys of the standard', async () => {
    const story = await new ConsentStory(await foundedWorld()).prepared();
    await story.granted();
    await story.use('one');
    await story.revoke();
    await refused(story.use('two'), 'CONSENT_REVOKED');
  }).timeout(20_000);
});
