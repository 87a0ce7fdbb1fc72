import assert from 'node:assert/strict';
import { laborContract, laborContractRules as rules } from '../../src/contracts/index.js';
import { plusMilliseconds, type laborContractMessages as messages } from '../../src/messages/index.js';
import { Story } from '../world/contract-story.js';
import { signMessage } from '../world/keys.js';
import { CertificateStory } from '../world/certificate-story.js';
import { refused } from '../world/memory-ledger.js';
import { digestOf, foundedFastWorld, foundedWorld } from '../world/world.js';

const { operations } = laborContract;
const MINUTE = 60_000;

async function fastStory(): Promise<Story> {
  return new Story(await foundedFastWorld());
}

describe('labor-contract: a whole life, signed with SM2', () => {
  it('goes from the draft to the tombstone', async () => {
    const story = new Story(await foundedWorld());
    const { ledger } = story.world;
    const drafted = ledger.time;
    assert.deepEqual(await story.draft(), { contract: 'contract-1', at: drafted });
    await story.disclose();
    await story.revise(2);
    await story.lock(2);
    const concludedAt = ledger.time;
    const signing = story.signing({ version: 2 });
    assert.deepEqual(await ledger.submit(operations.conclude, signing), {
      contract: 'contract-1',
      amendment: 0,
      at: concludedAt,
    });
    await story.deliver();
    await story.acknowledge(0, { document: story.commitment('document 2') });
    await story.amend(1, 3);
    const ended = await story.dissolve('36', '2026-04-30', ['worker', 'employer']);
    assert.equal(ended.retainUntil, '2028-04-30');
    const record = await story.record();
    assert.deepEqual(
      record.states.map(({ state }) => state),
      ['DRAFT', 'DISCLOSED', 'NEGOTIATING', 'LOCKED', 'CONCLUDED', 'DISSOLVED'],
    );
    assert.deepEqual(await ledger.query(operations.signing, { contract: 'contract-1', amendment: 0 }), {
      schema: 1,
      worker: signing.worker.body,
      employer: signing.employer.body,
      timestamps: signing.timestamps,
      recordedAt: concludedAt,
    });
    story.passDays(3 * 366);
    const disposed = ledger.time;
    await story.dispose();
    assert.deepEqual(await story.record(), {
      schema: 1,
      contract: 'contract-1',
      employer: 'employer',
      state: 'DISPOSED',
      states: [...record.states, { state: 'DISPOSED', at: disposed }],
      retainUntil: '2028-04-30',
      disposal: { body: { contract: 'contract-1', at: disposed }, recordedAt: disposed },
    });
  });
});

describe('labor-contract: a form that needs a licence (劳动合同法 art. 57)', () => {
  const template = { id: 'renxin-labor-contract-dispatch', version: 1, sm3: digestOf('template') };
  const dispatch = { template, licence: 'v-licence' };

  /** An agency with its licence, given by the province. */
  async function licensed(change: Parameters<CertificateStory['issue']>[0] = {}) {
    const story = await fastStory();
    for (const type of ['labor-dispatch-licence', 'human-resources-service-licence'])
      await story.world.change({
        kind: 'accredit',
        accreditation: {
          id: `acc-${type}`,
          organisation: 'province-44',
          type,
          regions: ['44'],
          from: '2026-01-01',
          until: '2032-12-31',
        },
      });
    const licence = new CertificateStory(story.world, 'v-licence', 'employer');
    await licence.issue({ type: 'labor-dispatch-licence', issuer: 'province-44', ...change });
    return { story, licence };
  }

  it('is drafted and concluded while the licence is good, also after it was renewed', async () => {
    const { story, licence } = await licensed();
    await story.draft(dispatch);
    await story.disclose();
    await story.lock();
    const renewed = new CertificateStory(story.world, 'v-licence-2', 'employer');
    const type = 'labor-dispatch-licence';
    await renewed.issue({ type, issuer: 'province-44', predecessor: 'v-licence' });
    assert.equal((await licence.record()).state, 'REPLACED');
    await story.conclude();
    assert.equal((await story.record()).state, 'CONCLUDED');
  });

  it('is not drafted without one, by another’s, or by one of another kind', async () => {
    const { story } = await licensed();
    await refused(story.draft({ template }), 'LICENCE_MISSING');
    await refused(story.draft({ template, licence: 'v-nothing' }), 'LICENCE_MISSING');
    const others = new CertificateStory(story.world, 'v-others', 'bank');
    await others.issue({ type: 'labor-dispatch-licence', issuer: 'province-44' });
    await refused(story.draft({ template, licence: 'v-others' }), 'LICENCE_MISSING');
    const service = new CertificateStory(story.world, 'v-service', 'employer');
    await service.issue({ type: 'human-resources-service-licence', issuer: 'province-44' });
    await refused(story.draft({ template, licence: 'v-service' }), 'LICENCE_MISSING');
    await story.draft();
  });

  it('is neither drafted nor concluded once it was revoked, suspended or is over; other forms are', async () => {
    const { story, licence } = await licensed();
    await story.draft(dispatch);
    await story.disclose();
    await story.lock();
    const why = async (doing: Promise<unknown>) =>
      (await refused(doing, 'LICENCE_NOT_IN_FORCE')).members['reason'];
    await licence.suspend();
    assert.equal(await why(story.conclude()), 'CERTIFICATE_SUSPENDED');
    await licence.reinstate();
    await licence.revoke({ ground: 'withdrawn' });
    assert.equal(await why(story.conclude()), 'CERTIFICATE_REVOKED');
    const other = new Story(story.world, 'contract-2');
    assert.equal(await why(other.draft(dispatch)), 'CERTIFICATE_REVOKED');
    await other.draft();
    const late = await licensed({ validUntil: '2026-03-05' });
    late.story.passDays(10);
    assert.equal(await why(late.story.draft(dispatch)), 'CERTIFICATE_EXPIRED');
  });

  it('rests on a licence of an organisation, never of a person', async () => {
    const { story } = await licensed();
    const persons = new CertificateStory(story.world, 'v-persons', 'worker');
    await refused(
      persons.issue({ type: 'labor-dispatch-licence', issuer: 'province-44' }),
      'PARTY_NOT_BOUND',
    );
  });
});

describe('labor-contract.draft', () => {
  it('is by an active employer', async () => {
    const story = await fastStory();
    const { world } = story;
    await world.bind('clerk', { towards: 'bank' });
    await refused(new Story(world, 'c1', 'clerk', 'bank').draft(), 'NOT_ENTITLED');
    await refused(new Story(world, 'c1', 'worker', 'worker').draft(), 'NOT_ENTITLED');
    await refused(new Story(world, 'c1', 'worker', 'nobody').draft(), 'IDENTIFIER_UNKNOWN');
    await world.change({ kind: 'suspend', organisation: 'employer', reason: 'test' });
    await refused(story.draft(), 'ORGANISATION_SUSPENDED');
  });

  it('is for a worker who is bound to this employer, for employment', async () => {
    const story = await fastStory();
    const { world } = story;
    await world.bind('customer', { relation: 'consent' });
    for (const worker of ['nobody', 'other-worker', 'customer', 'employer', 'officer-1']) {
      await refused(new Story(world, 'c1', worker).draft(), 'PARTY_NOT_BOUND');
    }
  });

  it('is signed with the employer’s key in force, for this ledger and this act', async () => {
    const story = await fastStory();
    const body = story.draftBody();
    const { ledger } = story.world;
    const key = story.world.key('employer');
    for (const signature of [
      signMessage(story.world.key('other-employer'), 'labor-contract/draft', body),
      signMessage(key, 'labor-contract/draft', body, 'other-ledger'),
      signMessage(key, 'labor-contract/draft', { ...body, region: '31' }),
      signMessage(key, 'labor-contract/revise', { contract: 'contract-1', version: 2, terms: body.terms }),
    ]) {
      await refused(ledger.submit(operations.draft, { body, signature }), 'SIGNATURE_INVALID');
    }
  });

  it('refuses every field that is not of its form', async () => {
    const story = await fastStory();
    const { ledger } = story.world;
    const body = story.draftBody();
    const { signature } = story.signed('labor-contract/draft', body, 'employer');
    for (const [change, fault] of [
      [{ contract: 'Contract' }, '/body/contract'],
      [{ contract: 'a'.repeat(65) }, '/body/contract'],
      [{ worker: '../worker' }, '/body/worker'],
      [{ region: '04' }, '/body/region'],
      [{ terms: body.terms.slice(1) }, '/body/terms'],
      [{ terms: `${body.terms.slice(0, -1)}B` }, '/body/terms'],
      [{ template: { ...body.template, version: 0 } }, '/body/template/version'],
      [{ name: '1' }, '/body'],
      [{ predecessor: null }, '/body/predecessor'],
    ] as const) {
      const input = { body: { ...body, ...change } as unknown as messages.Draft, signature };
      const error = await refused(ledger.submit(operations.draft, input), 'INPUT_INVALID');
      assert.deepEqual(error.members, { faults: [fault] });
    }
    for (const bad of [signature.slice(1), `${signature}A`, 1 as unknown as string]) {
      const error = await refused(ledger.submit(operations.draft, { body, signature: bad }), 'INPUT_INVALID');
      assert.deepEqual(error.members, { faults: ['/signature'] });
    }
  });
});

describe('labor-contract: before it is concluded', () => {
  it('each step is the word of one party', async () => {
    const story = await fastStory();
    await story.draft();
    await refused(story.disclose({}, 'employer'), 'SIGNATURE_INVALID');
    await story.disclose();
    await refused(story.revise(2, 'worker'), 'SIGNATURE_INVALID');
    await refused(story.lock(1, 'worker'), 'SIGNATURE_INVALID');
    await refused(story.refuse('decline', 1, 'employer'), 'NOT_A_PARTY');
    await refused(story.refuse('withdraw', 1, 'worker'), 'NOT_A_PARTY');
  });

  it('versions count one by one, to a hundred', async () => {
    const story = await fastStory();
    await story.draft();
    await refused(story.revise(3), 'CONTRACT_VERSION');
    await refused(story.revise(1), 'CONTRACT_VERSION');
    await story.disclose();
    await story.revise(2);
    await refused(story.lock(1), 'CONTRACT_VERSION');
    await refused(story.refuse('decline', 1), 'CONTRACT_VERSION');
    const record = await story.record();
    assert.ok(record.state !== 'DISPOSED');
    const body = { contract: story.contract, version: 101, terms: story.commitment('terms') };
    await refused(() => rules.revised({ ...record, version: 100 }, body, story.now), 'CONTRACT_VERSION');
  });

  it('a contract that was revised and locked a hundred times still fits its record', async () => {
    const story = await fastStory();
    await story.draft();
    await story.disclose();
    let record = await story.record();
    const { contract } = story;
    for (let version = 1; version < 100; version++) {
      record = rules.locked(record, { contract, version, document: story.commitment('d') }, story.now);
      record = rules.revised(
        record,
        { contract, version: version + 1, terms: story.commitment('t') },
        story.now,
      );
    }
    record = rules.locked(record, { contract, version: 100, document: story.commitment('d') }, story.now);
    assert.equal(record.states.length, 201);
    const { laborContracts } = await import('../../src/contracts/index.js');
    assert.doesNotThrow(() => laborContracts.parse(record));
  });

  it('a locked document can be opened again by the employer; the old lock is gone', async () => {
    const story = await (await fastStory()).prepare();
    const old = story.signing();
    await story.revise(2);
    await refused(story.world.ledger.submit(operations.conclude, old), 'CONTRACT_STATE');
    await story.lock(2);
    await refused(story.world.ledger.submit(operations.conclude, old), 'CONTRACT_VERSION');
    await story.conclude(2);
  });

  it('times that parties name are neither in the future nor before what came first', async () => {
    const story = await fastStory();
    await story.draft();
    const at = (milliseconds: number) => ({ at: plusMilliseconds(story.now, milliseconds) });
    await refused(story.disclose(at(MINUTE + 1)), 'SIGNATURE_TIME');
    await refused(story.disclose(at(-2 * MINUTE)), 'SIGNATURE_TIME');
    await story.disclose(at(MINUTE));
  });
});

describe('labor-contract.conclude', () => {
  async function conclude(
    story: Story,
    worker: Partial<messages.PartySignature> = {},
    employer: Partial<messages.PartySignature> = {},
    timestamps: Partial<messages.Timestamps> = {},
  ) {
    const input = {
      worker: story.signed('labor-contract/sign', story.signatureBody('worker', worker), 'worker'),
      employer: story.signed('labor-contract/sign', story.signatureBody('employer', employer), 'employer'),
      timestamps: story.signing({}, timestamps).timestamps,
    };
    return story.world.ledger.submit(operations.conclude, input);
  }

  it('needs both signatures, each of its own party', async () => {
    const story = await (await fastStory()).prepare();
    const { ledger } = story.world;
    for (const signers of [
      { worker: 'employer', employer: 'employer' },
      { worker: 'worker', employer: 'worker' },
      { worker: 'other-worker', employer: 'employer' },
      { worker: 'employer', employer: 'worker' },
    ]) {
      await refused(ledger.submit(operations.conclude, story.signing({}, {}, signers)), 'SIGNATURE_INVALID');
    }
    const { worker, employer, timestamps } = story.signing();
    await refused(
      ledger.submit(operations.conclude, { worker: employer, employer: worker, timestamps }),
      'NOT_A_PARTY',
    );
    await refused(
      ledger.submit(operations.conclude, { worker, employer: worker, timestamps }),
      'NOT_A_PARTY',
    );
    await refused(
      ledger.submit(operations.conclude, { worker, timestamps } as Parameters<
        typeof operations.conclude.run
      >[1]),
      'INPUT_INVALID',
    );
  });

  it('is about the locked document, this version and this contract, on both sides', async () => {
    const story = await (await fastStory()).prepare();
    await new Story(story.world, 'contract-2').prepare();
    const other = { document: story.commitment('other') };
    await refused(conclude(story, other), 'DOCUMENT_MISMATCH');
    await refused(conclude(story, {}, other), 'DOCUMENT_MISMATCH');
    await refused(conclude(story, other, other), 'DOCUMENT_MISMATCH');
    await refused(conclude(story, {}, { contract: 'contract-2' }), 'DOCUMENT_MISMATCH');
    await refused(conclude(story, { version: 2 }), 'CONTRACT_VERSION');
    await refused(conclude(story, {}, { amendment: 1, version: 1 }), 'CONTRACT_VERSION');
    await refused(conclude(story, { party: 'other-worker' }), 'NOT_A_PARTY');
    await refused(conclude(story, { role: 'employer' }), 'NOT_A_PARTY');
    await refused(conclude(story, {}, { role: 'worker' }), 'NOT_A_PARTY');
    await refused(conclude(story, { contract: 'contract-9' }), 'CONTRACT_UNKNOWN');
    await conclude(story);
  });

  it('takes times that fit one another: nothing from the future, a stamp after both signatures', async () => {
    const story = await (await fastStory()).prepare();
    const from = (milliseconds: number) => ({ at: plusMilliseconds(story.now, milliseconds) });
    await refused(conclude(story, from(MINUTE + 1)), 'SIGNATURE_TIME');
    await refused(conclude(story, {}, from(MINUTE + 1)), 'SIGNATURE_TIME');
    await refused(conclude(story, {}, {}, from(MINUTE + 1)), 'SIGNATURE_TIME');
    await refused(conclude(story, {}, {}, from(-1001)), 'SIGNATURE_TIME');
    await refused(conclude(story, from(1001)), 'SIGNATURE_TIME');
    await refused(conclude(story, {}, from(1001)), 'SIGNATURE_TIME');
    await refused(conclude(story, {}, from(-2 * MINUTE)), 'SIGNATURE_TIME');
    await conclude(story, from(1000), from(-1000));
  });

  it('comes after the disclosure that the worker acknowledged', async () => {
    const story = await fastStory();
    await story.draft();
    await story.disclose({ at: plusMilliseconds(story.now, 50_000) });
    await story.lock();
    await refused(conclude(story), 'DISCLOSURE_MISSING');
    story.world.ledger.pass(MINUTE);
    await conclude(story);
  });

  it('takes the keys in force now: a key that was replaced since signs no more', async () => {
    const story = await (await fastStory()).prepare();
    const input = story.signing();
    const rotation = { identifier: 'worker', sequence: 2, key: story.world.key('worker/2').key };
    const { registry } = await import('../../src/contracts/index.js');
    await story.world.ledger.submit(registry.operations.rotate, {
      rotation,
      old: signMessage(story.world.key('worker'), 'registry/rotate', rotation),
      new: signMessage(story.world.key('worker/2'), 'registry/rotate', rotation),
    });
    await refused(story.world.ledger.submit(operations.conclude, input), 'SIGNATURE_INVALID');
    const signers = { worker: 'worker/2', employer: 'employer' };
    await story.world.ledger.submit(operations.conclude, story.signing({}, {}, signers));
  });
});

describe('labor-contract.amend', () => {
  it('counts on: number and version each by one, with a document of its own', async () => {
    const story = await (await fastStory()).concluded();
    await refused(story.amend(2), 'CONTRACT_VERSION');
    await refused(story.amend(1, 3), 'CONTRACT_VERSION');
    await refused(story.amend(0, 1), 'CONTRACT_VERSION');
    const same = story.signing({ amendment: 1, version: 2, document: story.commitment('document 1') });
    await refused(story.world.ledger.submit(operations.amend, same), 'DOCUMENT_MISMATCH');
    const one = story.signing({ amendment: 1, version: 2 });
    const two = story.signing({ amendment: 1, version: 2, document: story.commitment('another') });
    const mixed = { ...one, worker: two.worker };
    await refused(story.world.ledger.submit(operations.amend, mixed), 'DOCUMENT_MISMATCH');
    const forged = story.signing(
      { amendment: 1, version: 2 },
      {},
      { worker: 'employer', employer: 'employer' },
    );
    await refused(story.world.ledger.submit(operations.amend, forged), 'SIGNATURE_INVALID');
    await story.amend(1);
    await story.amend(2);
    await refused(story.amend(1), 'CONTRACT_VERSION');
    const record = await story.record();
    assert.ok(record.state !== 'DISPOSED');
    assert.deepEqual(
      [record.amendment, record.version, record.document],
      [2, 3, story.commitment('document 3')],
    );
  });

  it('does not take the signatures of the contract, nor the contract those of an amendment', async () => {
    const story = await (await fastStory()).prepare();
    const input = story.signing();
    await story.world.ledger.submit(operations.conclude, input);
    await refused(story.world.ledger.submit(operations.amend, input), 'CONTRACT_VERSION');
    const amendment = story.signing({ amendment: 1 });
    await refused(story.world.ledger.submit(operations.conclude, amendment), 'CONTRACT_CONCLUDED');
    await story.world.ledger.submit(operations.amend, amendment);
  });
});

describe('labor-contract: delivery', () => {
  it('can be tried again until it is acknowledged', async () => {
    const story = await (await fastStory()).concluded();
    await refused(story.deliver(0, 'app', 'worker'), 'SIGNATURE_INVALID');
    await refused(story.deliver(1), 'CONTRACT_VERSION');
    await story.deliver(0, 'app');
    await story.deliver(0, 'sms');
    await refused(story.acknowledge(0, {}, 'employer'), 'SIGNATURE_INVALID');
    await refused(story.acknowledge(0, { document: story.commitment('other') }), 'DOCUMENT_MISMATCH');
    await refused(story.acknowledge(1), 'CONTRACT_VERSION');
    await story.acknowledge();
    await refused(story.deliver(0, 'e-mail'), 'CONTRACT_STATE');
    await refused(story.acknowledge(0, { at: plusMilliseconds(story.now, 1) }), 'CONTRACT_STATE');
    const record = await story.record();
    assert.ok(record.state === 'CONCLUDED');
    assert.equal(record.delivery?.body.channel, 'sms');
  });

  it('of an amendment is a delivery of its own, and there is no way back to an earlier one', async () => {
    const story = await (await fastStory()).concluded();
    await story.amend(1);
    await story.deliver(0);
    await story.acknowledge(0);
    await story.deliver(1);
    await refused(story.deliver(0), 'CONTRACT_VERSION');
    await story.acknowledge(1);
    const record = await story.record();
    assert.ok(record.state === 'CONCLUDED');
    assert.equal(record.acknowledgement?.body.document, story.commitment('document 2'));
  });

  it('is not dated before the contract or its delivery, nor in the future', async () => {
    const story = await (await fastStory()).concluded();
    story.world.ledger.pass(5 * MINUTE);
    const body = { contract: story.contract, amendment: 0, channel: 'app' as const };
    for (const at of [plusMilliseconds(story.now, -7 * MINUTE), plusMilliseconds(story.now, 2 * MINUTE)]) {
      const input = story.signed('labor-contract/deliver', { ...body, at }, 'employer');
      await refused(story.world.ledger.submit(operations.deliver, input), 'SIGNATURE_TIME');
    }
    await story.deliver();
    await refused(story.acknowledge(0, { at: plusMilliseconds(story.now, -2 * MINUTE) }), 'SIGNATURE_TIME');
  });
});

describe('labor-contract: renewal', () => {
  async function renewal(story: Story, contract = 'contract-2'): Promise<Story> {
    const next = new Story(story.world, contract);
    await next.draft({ predecessor: story.contract });
    await next.disclose();
    await next.lock();
    return next;
  }

  it('links the new contract to the old one when it is concluded', async () => {
    const story = await (await fastStory()).concluded();
    const next = await renewal(story);
    const before = await story.record();
    await next.conclude();
    assert.deepEqual(await story.record(), { ...before, renewedBy: 'contract-2' });
    await next.world.ledger.submit(operations.amend, next.signing({ amendment: 1 }));
  });

  it('follows a contract that runs or whose term has ended, not one that was dissolved or never concluded', async () => {
    for (const [ground, code] of [
      ['44.1', undefined],
      ['39', 'PREDECESSOR_STATE'],
    ] as const) {
      const story = await (await fastStory()).concluded();
      await story.dissolve(ground, '2026-04-30', ['employer']);
      const next = new Story(story.world, 'contract-2').draft({ predecessor: 'contract-1' });
      await (code === undefined ? next : refused(next, code));
    }
    const open = await (await fastStory()).prepare();
    await refused(
      new Story(open.world, 'contract-2').draft({ predecessor: 'contract-1' }),
      'PREDECESSOR_STATE',
    );
    await refused(
      new Story(open.world, 'contract-2').draft({ predecessor: 'contract-3' }),
      'PREDECESSOR_STATE',
    );
    await refused(
      new Story(open.world, 'contract-2').draft({ predecessor: 'contract-2' }),
      'PREDECESSOR_STATE',
    );
  });

  it('is between the same two parties', async () => {
    const story = await (await fastStory()).concluded();
    const { world } = story;
    await world.bind('third-worker');
    await refused(
      new Story(world, 'c2', 'third-worker').draft({ predecessor: 'contract-1' }),
      'PREDECESSOR_STATE',
    );
    await refused(
      new Story(world, 'c2', 'other-worker', 'other-employer').draft({ predecessor: 'contract-1' }),
      'PREDECESSOR_STATE',
    );
  });

  it('is between the same two parties, as a rule of its own', async () => {
    const record = await (await (await fastStory()).concluded()).record();
    const by = { contract: 'contract-2', employer: 'employer', worker: 'worker' };
    assert.doesNotThrow(() => rules.assertRenewable(record, by));
    for (const change of [
      { employer: 'other-employer' },
      { worker: 'other-worker' },
      { contract: 'contract-1' },
    ]) {
      await refused(() => rules.assertRenewable(record, { ...by, ...change }), 'PREDECESSOR_STATE');
    }
  });

  it('happens once: of two that were drafted, one is concluded', async () => {
    const story = await (await fastStory()).concluded();
    const [second, third] = [await renewal(story), await renewal(story, 'contract-3')];
    await second.conclude();
    await refused(third.conclude(), 'PREDECESSOR_STATE');
    await refused(
      new Story(story.world, 'contract-4').draft({ predecessor: 'contract-1' }),
      'PREDECESSOR_STATE',
    );
  });

  it('fails when the old contract was dissolved in the meantime', async () => {
    const story = await (await fastStory()).concluded();
    const next = await renewal(story);
    await story.dissolve('36', '2026-04-30', ['worker', 'employer']);
    await refused(next.conclude(), 'PREDECESSOR_STATE');
  });
});

describe('labor-contract.dissolve', () => {
  const ON = '2026-04-30';

  it('is signed by whom the ground asks for', async () => {
    const both = ['worker', 'employer'];
    for (const ground of [
      '36',
      '37',
      '38',
      '39',
      '40',
      '41',
      '44.1',
      '44.2',
      '44.3',
      '44.4',
      '44.5',
      '44.6',
    ] as const) {
      const story = await (await fastStory()).concluded();
      const needed = ground === '36' ? both : ground === '37' || ground === '38' ? ['worker'] : ['employer'];
      for (const by of [['worker'], ['employer']].filter(
        (each) => !needed.every((id) => each.includes(id)),
      )) {
        await refused(story.dissolve(ground, ON, by), 'DISSOLUTION_SIGNATURES');
      }
      await story.dissolve(ground, ON, needed);
      assert.equal(
        (await story.record()).state,
        ground.startsWith('44') ? 'TERMINATED' : 'DISSOLVED',
        ground,
      );
    }
  });

  it('takes no forged signature and nobody else’s', async () => {
    const story = await (await fastStory()).concluded();
    const { ledger } = story.world;
    const dissolution = story.dissolution('36', ON);
    const sign = (name: string) => signMessage(story.world.key(name), 'labor-contract/dissolve', dissolution);
    const submit = (...signatures: { by: string; signature: string }[]) =>
      ledger.submit(operations.dissolve, { dissolution, signatures });
    const worker = { by: 'worker', signature: sign('worker') };
    await refused(submit(worker, { by: 'employer', signature: sign('worker') }), 'SIGNATURE_INVALID');
    await refused(submit(worker, worker), 'DISSOLUTION_SIGNATURES');
    const fault = story.dissolution('39', ON);
    const by = (id: string) => ({
      by: id,
      signature: signMessage(story.world.key(id), 'labor-contract/dissolve', fault),
    });
    const input = { dissolution: fault, signatures: [by('employer'), by('court')] };
    await refused(ledger.submit(operations.dissolve, input), 'NOT_A_PARTY');
  });

  it('by notice of the worker leaves three days at the least', async () => {
    const story = await (await fastStory()).concluded();
    await refused(story.dissolve('37', '2026-03-04', ['worker']), 'DISSOLUTION_GROUND');
    await story.dissolve('37', '2026-03-05', ['worker']);
  });

  it('is not dated before the contract, nor in the future', async () => {
    const story = await (await fastStory()).concluded();
    story.passDays(1);
    const at = (milliseconds: number) => ({ at: plusMilliseconds(story.now, milliseconds) });
    await refused(story.dissolve('39', ON, ['employer'], at(2 * MINUTE)), 'SIGNATURE_TIME');
    await refused(story.dissolve('39', ON, ['employer'], at(-2 * 1440 * MINUTE)), 'SIGNATURE_TIME');
  });
});

describe('labor-contract: retention and disposal', () => {
  async function ended(on: string): Promise<Story> {
    const story = await (await fastStory()).concluded();
    await story.dissolve('39', on, ['employer']);
    return story;
  }
  const retainUntil = async (story: Story) => {
    const record = await story.record();
    return record.retainUntil;
  };

  it('is two calendar years from the last day', async () => {
    assert.equal(await retainUntil(await ended('2026-04-30')), '2028-04-30');
    assert.equal(await retainUntil(await ended('2028-02-29')), '2030-02-28');
    assert.equal(await retainUntil(await ended('2026-12-31')), '2028-12-31');
  });

  it('is not shortened by a last day that lies in the past', async () => {
    assert.equal(await retainUntil(await ended('2020-01-01')), '2028-03-02');
  });

  it('ends with the last day in China: not a millisecond earlier', async () => {
    const story = await ended('2026-04-30');
    await refused(story.dispose(), 'RETENTION_NOT_OVER');
    story.world.ledger.time = '2028-04-30T15:59:59.999Z';
    await refused(story.dispose(), 'RETENTION_NOT_OVER');
    story.world.ledger.time = '2028-04-30T16:00:00.000Z';
    await refused(story.dispose('worker'), 'SIGNATURE_INVALID');
    await story.dispose();
  });

  it('does not begin while the contract runs', async () => {
    const story = await (await fastStory()).concluded();
    story.passDays(10_000);
    await refused(story.dispose(), 'RETENTION_NOT_OVER');
  });

  it('waits for every open case', async () => {
    const story = await ended('2026-04-30');
    await story.hold('hold', 'court', 'case 1');
    await story.hold('hold', 'arbitration', 'case 2');
    story.passDays(800);
    await refused(story.dispose(), 'LEGAL_HOLD');
    await story.hold('release', 'court', 'case 1');
    await refused(story.dispose(), 'LEGAL_HOLD');
    await story.hold('release', 'arbitration', 'case 2');
    await story.dispose();
    await refused(story.dispose('employer', { at: plusMilliseconds(story.now, 1) }), 'CONTRACT_STATE');
  });

  it('takes an order of today only', async () => {
    const story = await ended('2026-04-30');
    story.passDays(800);
    await refused(
      story.dispose('employer', { at: plusMilliseconds(story.now, 2 * MINUTE) }),
      'SIGNATURE_TIME',
    );
    await refused(story.dispose('employer', { at: '2026-03-01T00:00:00.000Z' }), 'SIGNATURE_TIME');
  });
});

describe('labor-contract: holds', () => {
  it('are of arbitration commissions and courts', async () => {
    const story = await (await fastStory()).concluded();
    for (const by of ['employer', 'worker', 'ministry', 'province-44', 'bank', 'officer-1']) {
      await refused(story.hold('hold', by), 'NOT_ENTITLED');
      await refused(story.hold('release', by), 'NOT_ENTITLED');
    }
    const body = { contract: story.contract, by: 'court', case: story.commitment('case'), at: story.now };
    const forged = { body, signature: signMessage(story.world.key('employer'), 'labor-contract/hold', body) };
    await refused(story.world.ledger.submit(operations.hold, forged), 'SIGNATURE_INVALID');
    const holding = story.signed('labor-contract/hold', body, 'court');
    await story.world.ledger.submit(operations.hold, holding);
    await refused(story.world.ledger.submit(operations.release, holding), 'SIGNATURE_INVALID');
  });

  it('are released by who holds, once; the same signatures do not bring them back', async () => {
    const story = await (await fastStory()).concluded();
    const { ledger } = story.world;
    const at = story.now;
    await story.hold('hold', 'court');
    await refused(story.hold('release', 'arbitration'), 'NOT_ENTITLED');
    await refused(story.hold('hold', 'arbitration'), 'CONTRACT_EXISTS');
    await refused(story.hold('release', 'court', 'other case'), 'CONTRACT_STATE');
    await story.hold('release', 'court');
    await refused(story.hold('release', 'court'), 'CONTRACT_STATE');
    await story.hold('hold', 'court', 'case', { at });
    const record = await story.record();
    assert.equal(record.state !== 'DISPOSED' && record.holds, 0);
    const hold = await ledger.query(operations['hold-of'], {
      contract: story.contract,
      case: story.commitment('case'),
    });
    assert.notEqual(hold.release, undefined);
    await refused(
      ledger.query(operations['hold-of'], { contract: story.contract, case: story.commitment('none') }),
      'CONTRACT_UNKNOWN',
    );
  });

  it('are dated after the contract and not in the future', async () => {
    const story = await (await fastStory()).concluded();
    story.passDays(1);
    const at = (milliseconds: number) => ({ at: plusMilliseconds(story.now, milliseconds) });
    await refused(story.hold('hold', 'court', 'case', at(2 * MINUTE)), 'SIGNATURE_TIME');
    await refused(story.hold('hold', 'court', 'case', at(-2 * 1440 * MINUTE)), 'SIGNATURE_TIME');
    await story.hold('hold', 'court');
    await refused(story.hold('release', 'court', 'case', at(-5 * MINUTE)), 'SIGNATURE_TIME');
  });
});

describe('labor-contract.export', () => {
  it('is for the parties, arbitration commissions, courts and provinces', async () => {
    const story = await (await fastStory()).concluded();
    for (const by of ['employer', 'worker', 'arbitration', 'court', 'province-44'])
      await story.export(by, by);
    for (const by of ['ministry', 'bank', 'other-employer', 'other-worker', 'identity', 'officer-1']) {
      await refused(story.export(by, by), 'NOT_ENTITLED');
    }
    await refused(story.export('nobody'), 'IDENTIFIER_UNKNOWN');
  });

  it('writes one record for each bundle and leaves the contract as it is', async () => {
    const story = await (await fastStory()).concluded();
    const before = await story.record();
    const at = story.now;
    const first = await story.export('worker', 'bundle', { purpose: 'arbitration' });
    assert.deepEqual(await story.export('worker', 'bundle', { purpose: 'arbitration', at }), first);
    await refused(story.export('worker', 'bundle', { purpose: 'court', at }), 'CONTRACT_EXISTS');
    await refused(story.export('employer', 'bundle', { at }), 'CONTRACT_EXISTS');
    for (let i = 0; i < 5; i++) await story.export('worker', `bundle ${String(i)}`);
    assert.deepEqual(await story.record(), before);
    const bundle = story.commitment('bundle');
    const { contract } = story;
    const stored = await story.world.ledger.query(operations['export-of'], { contract, bundle });
    assert.deepEqual(stored.export, { contract, bundle, by: 'worker', purpose: 'arbitration', at });
    await refused(
      story.world.ledger.query(operations['export-of'], { contract, bundle: digestOf('none') }),
      'CONTRACT_UNKNOWN',
    );
  });

  it('is dated after the contract and not in the future, and signed by who it names', async () => {
    const story = await (await fastStory()).concluded();
    story.passDays(1);
    const at = (milliseconds: number) => ({ at: plusMilliseconds(story.now, milliseconds) });
    await refused(story.export('worker', 'bundle', at(2 * MINUTE)), 'SIGNATURE_TIME');
    await refused(story.export('worker', 'bundle', at(-2 * 1440 * MINUTE)), 'SIGNATURE_TIME');
    const body = {
      contract: story.contract,
      bundle: digestOf('b'),
      by: 'court',
      purpose: 'court' as const,
      at: story.now,
    };
    const forged = { body, signature: signMessage(story.world.key('worker'), 'labor-contract/export', body) };
    await refused(story.world.ledger.submit(operations.export, forged), 'SIGNATURE_INVALID');
  });
});

describe('labor-contract: in a batch', () => {
  it('contracts of one employer do not wait for one another; steps of one contract do', async () => {
    const story = await fastStory();
    const { world } = story;
    const other = new Story(world, 'contract-2');
    const draft = (each: Story) => each.signed('labor-contract/draft', each.draftBody(), 'employer');
    const disclose = story.signed('labor-contract/disclose', story.disclosureBody(), 'worker');
    const request = (operation: string, input: ReturnType<typeof draft> | typeof disclose) => ({
      contract: 'labor-contract',
      operation,
      input,
    });
    const outcomes = await world.ledger.batch([
      request('draft', draft(story)),
      request('disclose', disclose),
      request('draft', draft(other)),
      request('draft', draft(story)),
    ]);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['done', 'deferred', 'done', 'deferred'],
    );
    const [later] = await world.ledger.batch([request('disclose', disclose)]);
    assert.equal(later?.kind, 'done');
  });
});

describe('labor-contract: what is not there', () => {
  it('CONTRACT_UNKNOWN', async () => {
    const story = await fastStory();
    await refused(story.record(), 'CONTRACT_UNKNOWN');
    await refused(
      story.world.ledger.query(operations.signing, { contract: 'contract-1', amendment: 0 }),
      'CONTRACT_UNKNOWN',
    );
  });
});
