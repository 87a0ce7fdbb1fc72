import assert from 'node:assert/strict';
import { processRecord, processRules } from '../../src/contracts/index.js';
import { plusMilliseconds, type processMessages as messages } from '../../src/messages/index.js';
import { CertificateStory, certificateWorld } from '../world/certificate-story.js';
import { signMessage } from '../world/keys.js';
import { refused } from '../world/memory-ledger.js';
import { digestOf, type World } from '../world/world.js';

const { operations } = processRecord;

function event(world: World, change: Partial<messages.ProcessEvent> = {}): messages.ProcessEvent {
  return {
    event: 'q-1',
    kind: 'assessment',
    by: 'assessor',
    province: 'province-44',
    region: '440305',
    holder: 'holder',
    type: 'vocational-skill-level',
    on: '2026-03-02',
    content: digestOf('what happened'),
    at: world.ledger.time,
    ...change,
  };
}

async function record(world: World, change: Partial<messages.ProcessEvent> = {}, by?: string) {
  const body = event(world, change);
  const signature = signMessage(world.key(by ?? body.by), 'process/record', body);
  return world.ledger.submit(operations.record, { body, signature });
}

describe('process-record', () => {
  it('keeps an event as it was signed, once, and nothing else under its name', async () => {
    const world = await certificateWorld();
    const body = event(world);
    const at = world.ledger.time;
    assert.deepEqual(await record(world), { event: 'q-1', at });
    assert.deepEqual(await world.ledger.query(operations.event, { event: 'q-1' }), {
      schema: 1,
      event: body,
      recordedAt: at,
    });
    assert.deepEqual(await record(world, { at: body.at }), { event: 'q-1', at });
    await refused(record(world, { content: digestOf('another') }), 'PROCESS_EVENT_EXISTS');
    await refused(world.ledger.query(operations.event, { event: 'q-9' }), 'PROCESS_EVENT_UNKNOWN');
  });

  it('is by whom it says, who is accredited to assess; anybody trains', async () => {
    const world = await certificateWorld();
    await refused(record(world, {}, 'employer'), 'SIGNATURE_INVALID');
    await refused(record(world, { by: 'employer' }), 'ISSUER_NOT_ACCREDITED');
    await refused(record(world, { by: 'employer', kind: 'examination' }), 'ISSUER_NOT_ACCREDITED');
    await record(world, { by: 'employer', kind: 'training' });
    await refused(record(world, { event: 'q-2', by: 'holder', kind: 'training' }), 'NOT_ENTITLED');
  });

  it('is about a person of the province, in its region, and of these days', async () => {
    const world = await certificateWorld();
    await refused(record(world, { holder: 'nobody' }), 'PARTY_NOT_BOUND');
    await refused(record(world, { region: '310000' }), 'NOT_ISSUING_PROVINCE');
    await refused(record(world, { on: '2026-03-03' }), 'PROCESS_EVENT_DATE');
    await refused(record(world, { on: '2026-01-30' }), 'PROCESS_EVENT_DATE');
    await refused(record(world, { at: plusMilliseconds(world.ledger.time, 61_000) }), 'SIGNATURE_TIME');
  });
});

describe('certificate: what stands behind it', () => {
  const warned = async (story: CertificateStory) => processRules.processWarning(await story.record());

  it('is an assessment of its issuer, or it is asked about; who follows it inherits the answer', async () => {
    const world = await certificateWorld();
    const [without, trained, assessed] = ['v-1', 'v-2', 'v-3'].map((id) => new CertificateStory(world, id));
    await without!.issue();
    assert.equal(await warned(without!), 'NO_PROCESS_EVENT');
    await record(world, { event: 'q-training', kind: 'training', by: 'employer' });
    await trained!.issue({ process: ['q-training'] });
    assert.equal(await warned(trained!), 'NO_PROCESS_EVENT');
    await record(world);
    await assessed!.issue({ process: ['q-training', 'q-1'] });
    assert.equal(await warned(assessed!), undefined);
    const renewed = new CertificateStory(world, 'v-4');
    await renewed.issue({ predecessor: 'v-3' });
    assert.equal(await warned(renewed), undefined);
    const attested = new CertificateStory(world, 'v-5');
    await attested.attest();
    assert.equal(await warned(attested), undefined, 'the register is of another time');
  });

  it('is there, of the same person, type and issuer, and not later', async () => {
    const world = await certificateWorld();
    const story = new CertificateStory(world);
    await refused(story.issue({ process: ['q-9'] }), 'PROCESS_EVENT_UNKNOWN');
    await record(world, { holder: 'other-holder' });
    await refused(story.issue({ process: ['q-1'] }), 'PROCESS_EVENT_MISMATCH');
    await record(world, { event: 'q-2' });
    await refused(story.issue({ process: ['q-2'], issuedOn: '2026-03-01' }), 'PROCESS_EVENT_MISMATCH');
    await world.change({
      kind: 'accredit',
      accreditation: {
        id: 'acc-2',
        organisation: 'employer',
        type: 'vocational-skill-level',
        regions: ['44'],
        from: '2026-01-01',
        until: '2026-12-31',
      },
    });
    await refused(story.issue({ process: ['q-2'], issuer: 'employer' }), 'PROCESS_EVENT_MISMATCH');
    await story.issue({ process: ['q-2'] });
  });
});
