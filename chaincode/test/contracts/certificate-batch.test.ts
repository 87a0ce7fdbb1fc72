import assert from 'node:assert/strict';
import { certificate, registry } from '../../src/contracts/index.js';
import { certificateMessages } from '../../src/messages/index.js';
import { CertificateStory, certificateWorld } from '../world/certificate-story.js';
import { refused } from '../world/memory-ledger.js';

const { operations } = certificate;

describe('certificate.issue-batch', () => {
  let story: CertificateStory;
  beforeEach(async () => {
    story = new CertificateStory(await certificateWorld());
  });
  const recordOf = (name: string) => story.world.ledger.query(operations.certificate, { certificate: name });

  it('begins each of its certificates as if it had been issued alone, under one signature', async () => {
    const body = story.batch(64);
    const at = story.now;
    assert.deepEqual(await story.issueBatch(body), { batch: 'b-v-1', at });
    const [first] = certificateMessages.issuingsOf(body);
    assert.deepEqual(await recordOf('v-1-0'), {
      schema: 1,
      certificate: 'v-1-0',
      issuer: 'assessor',
      province: 'province-44',
      holder: `h-province-44-${'0'.repeat(24)}`,
      beginning: { provenance: 'issued', body: first, batch: 'b-v-1' },
      state: 'VALID',
      states: [{ state: 'VALID', operation: 'issue', at }],
      generation: 1,
    });
    const last = new CertificateStory(story.world, 'v-1-63');
    await last.suspend();
    assert.equal((await recordOf('v-1-63')).state, 'SUSPENDED');
    assert.equal((await recordOf('v-1-62')).state, 'VALID');
  });

  it('that comes again changes nothing', async () => {
    const body = story.batch(3);
    await story.issueBatch(body);
    await new CertificateStory(story.world, 'v-1-1').suspend();
    await story.issueBatch(body);
    assert.equal((await recordOf('v-1-1')).states.length, 2);
    const [first, ...rest] = body.certificates;
    const other = { ...body, certificates: [{ ...first!, issuedOn: '2026-03-01' }, ...rest] };
    await refused(story.issueBatch(other), 'CERTIFICATE_EXISTS');
  });

  it('is refused as a whole for one of its certificates', async () => {
    const body = story.batch(3);
    const with2 = (change: object) => ({
      ...body,
      certificates: body.certificates.map((each, i) => (i === 2 ? { ...each, ...change } : each)),
    });
    const [first] = body.certificates;
    await refused(story.issueBatch(with2({ issuedOn: '2026-01-01' })), 'CERTIFICATE_DATES');
    await refused(story.issueBatch(with2({ holder: 'nobody' })), 'PARTY_NOT_BOUND');
    await refused(story.issueBatch(with2({ status: first!.status })), 'STATUS_INDEX_USED');
    await refused(story.issueBatch(with2({ certificate: 'v-1-0' })), 'CERTIFICATE_EXISTS');
    await refused(story.issueBatch({ ...body, type: 'professional-title' }), 'ISSUER_NOT_ACCREDITED');
    await refused(story.issueBatch({ ...body, region: '31' }), 'NOT_ISSUING_PROVINCE');
    await refused(story.issueBatch(body, { issuer: 'bank' }), 'SIGNATURE_INVALID');
    await refused(story.issueBatch(body, { province: 'province-31' }), 'SIGNATURE_INVALID');
    for (const name of ['v-1-0', 'v-1-1', 'v-1-2']) await refused(recordOf(name), 'CERTIFICATE_UNKNOWN');
  });

  it('is for identifiers that this province reserved, and no other', async () => {
    const body = story.batch(1);
    const certificates = [{ ...body.certificates[0]!, holder: `h-province-31-${'0'.repeat(24)}` }];
    await refused(story.issueBatch({ ...body, certificates }), 'PARTY_NOT_BOUND');
  });
});

describe('registry.bind of a reserved identifier', () => {
  const identifier = `h-province-44-${'a'.repeat(24)}`;

  it('needs the word of the province that reserved it, for the relation of its certificates', async () => {
    const story = new CertificateStory(await certificateWorld());
    const { world } = story;
    const { key } = world.key(identifier);
    const bind = async (change: object, by?: string) => {
      const about = { relation: 'credential' as const, towards: 'province-44', key, ...change };
      const binding = world.binding(identifier, about);
      const reserved = by === undefined ? {} : { reserved: story.sign('registry/bind', binding, by) };
      return world.ledger.submit(registry.operations.bind, { ...world.bound(binding), ...reserved });
    };
    await refused(bind({}), 'IDENTIFIER_RESERVED');
    await refused(bind({ towards: 'province-31' }, 'province-31'), 'IDENTIFIER_RESERVED');
    await refused(bind({ relation: 'consent' }, 'province-44'), 'IDENTIFIER_RESERVED');
    await refused(bind({}, 'province-31'), 'SIGNATURE_INVALID');
    assert.equal((await bind({}, 'province-44')).identifier, identifier);
  });
});
