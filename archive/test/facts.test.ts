import { canonicalBytes } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { signFacts, type FactStatement } from '../src/bundle/index.js';
import { verify, type Report } from '../src/verify/index.js';
import { makeBundle, tellStory, trustFor, type Story } from './fixture.js';
import { provider } from './pki.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const activation = { id: 'test', method: 'confirmation', at: NOW.toISOString() } as const;

describe('statements of facts in a bundle', function () {
  this.timeout(60_000);
  let story: Story;
  let trust: Uint8Array;
  let states: readonly { readonly state: string; readonly at: string }[];

  before(async () => {
    story = await tellStory({ seed: 'facts' });
    trust = await trustFor(story);
    await makeBundle(story, {
      change: (content) => {
        const { value } = content.state as unknown as { value: { states: typeof states } };
        states = value.states;
        return content;
      },
    });
  });
  after(() => story.test.close());

  const at = (state: string): string => states.find((each) => each.state === state)?.at ?? '';

  function statement(change: Partial<FactStatement['statement']> = {}): FactStatement['statement'] {
    const { contract, parties, test } = story;
    const last = states.at(-1);
    return {
      statement: 'f-1',
      ledger: test.name,
      contract,
      by: 'guangdong',
      request: { by: 'court', purpose: 'court', caseNumber: '演1号', bundle: 'A'.repeat(43) },
      facts: [
        { fact: 'parties', worker: parties.worker.party, employer: parties.employer.party },
        { fact: 'conclusion', at: at('CONCLUDED') },
        { fact: 'amendments', count: 0 },
        { fact: 'state', state: last?.state ?? '', since: last?.at ?? '' },
        { fact: 'delivery' },
      ],
      at: '2026-03-01T11:59:00.000Z',
      ...change,
    };
  }

  async function reported(
    said: FactStatement['statement'],
    alter: (signed: FactStatement) => FactStatement = (signed) => signed,
    by: 'guangdong' | 'court' = 'guangdong',
  ): Promise<Report> {
    const signed = await signFacts(said, story.test.organisations[by], activation, provider);
    const bytes = await makeBundle(story, { change: (content) => ({ ...content, facts: [alter(signed)] }) });
    const [report] = await verify([{ name: 'b.zip', bytes }], { provider, now: NOW, trust });
    assert.ok(report);
    return report;
  }

  const failed = (report: Report): string[] =>
    report.steps.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code);

  it('are valid when they are what the ledger shows', async () => {
    const report = await reported(statement());
    assert.deepEqual(failed(report), []);
    assert.equal(report.verdict, 'valid');
    assert.ok(report.proven.some(({ code }) => code === 'FACTS_STATED'));
  });

  it('are named when they contradict it, whoever signed them', async () => {
    const [parties, conclusion, amendments, state, delivery] = statement().facts;
    assert.ok(parties && conclusion && amendments && state && delivery);
    const wrong: FactStatement['statement']['facts'][number][] = [
      { fact: 'parties', worker: 'somebody', employer: story.parties.employer.party },
      { fact: 'conclusion', at: '2026-03-01T07:00:00.000Z' },
      { fact: 'amendments', count: 1 },
      { fact: 'state', state: 'DISSOLVED', since: at('CONCLUDED') },
      { fact: 'delivery', deliveredAt: '2026-03-01T11:00:00.000Z' },
    ];
    for (const each of wrong)
      assert.deepEqual(failed(await reported(statement({ facts: [each] }))), ['FACTS_DIFFER']);
    assert.deepEqual(failed(await reported(statement({ facts: [state, parties] }))), ['FACTS_DIFFER']);
  });

  it('are named when they are about another contract, altered, or signed by another key', async () => {
    assert.deepEqual(failed(await reported(statement({ contract: 'ht-other' }))), ['FACTS_OTHER']);
    const altered = (signed: FactStatement): FactStatement => ({
      ...signed,
      statement: { ...signed.statement, at: '2026-03-01T11:58:00.000Z' },
    });
    assert.deepEqual(failed(await reported(statement(), altered)), ['FACTS_SIGNATURE']);
    assert.deepEqual(failed(await reported(statement(), undefined, 'court')), ['FACTS_KEY_OTHER']);
  });

  it('alone are their maker’s word, and nobody’s without a trust file that knows it', async () => {
    const signed = await signFacts(statement(), story.test.organisations.guangdong, activation, provider);
    const [report] = await verify([{ name: 'facts.json', bytes: canonicalBytes(signed) }], {
      provider,
      now: NOW,
      trust,
    });
    assert.equal(report?.kind, 'fact-statement');
    assert.equal(report.verdict, 'undetermined');
    assert.ok(report.notProven.some(({ code }) => code === 'FACTS_ARE_ITS_WORD'));
  });
});
