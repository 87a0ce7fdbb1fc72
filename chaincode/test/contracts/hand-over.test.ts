import assert from 'node:assert/strict';
import { laborContract } from '../../src/contracts/index.js';
import { plusMilliseconds, type laborContractMessages as messages } from '../../src/messages/index.js';
import { Story } from '../world/contract-story.js';
import { signMessage } from '../world/keys.js';
import { refused } from '../world/memory-ledger.js';
import { foundedFastWorld } from '../world/world.js';

const { operations } = laborContract;

async function exported(): Promise<Story> {
  const story = await new Story(await foundedFastWorld()).concluded();
  await story.export('province-44');
  return story;
}

function body(story: Story, change: Partial<messages.HandOver> = {}): messages.HandOver {
  return {
    contract: story.contract,
    bundle: story.commitment('bundle'),
    file: story.commitment('file'),
    number: 1,
    from: 'worker',
    to: 'arbitration',
    purpose: 'arbitration',
    case: story.commitment('case of the arbitration'),
    at: story.now,
    ...change,
  };
}

async function handOver(
  story: Story,
  change: Partial<messages.HandOver> = {},
  signers: { from?: string; to?: string } = {},
) {
  const said = body(story, change);
  const sign = (who: string) => signMessage(story.world.key(who), 'labor-contract/hand-over', said);
  const [from, to] = [sign(signers.from ?? said.from), sign(signers.to ?? said.to)];
  return story.world.ledger.submit(operations['hand-over'], { body: said, from, to });
}

const onward = { number: 2, from: 'arbitration', to: 'court', purpose: 'court' } as const;

describe('labor-contract: the custody of a bundle', () => {
  it('goes from a party to the arbitration commission and from there to the court, in order', async () => {
    const story = await exported();
    await handOver(story);
    await handOver(story, onward);
    const record = await story.world.ledger.query(operations['custody-of'], {
      contract: story.contract,
      bundle: story.commitment('bundle'),
    });
    assert.deepEqual(
      record.handOvers.map(({ body: { number, from, to } }) => [number, from, to]),
      [
        [1, 'worker', 'arbitration'],
        [2, 'arbitration', 'court'],
      ],
    );
    assert.equal(record.file, story.commitment('file'));
  });

  it('needs both signatures: of who gives and of who receives', async () => {
    const story = await exported();
    await refused(handOver(story, {}, { from: 'thief' }), 'SIGNATURE_INVALID');
    await refused(handOver(story, {}, { to: 'thief' }), 'SIGNATURE_INVALID');
    await refused(handOver(story, {}, { to: 'worker' }), 'SIGNATURE_INVALID');
  });

  it('begins with a party or with who exported; goes on from who has it', async () => {
    const story = await exported();
    await refused(handOver(story, { from: 'other-worker' }), 'NOT_CUSTODIAN');
    await refused(handOver(story, { from: 'province-31' }), 'NOT_CUSTODIAN');
    await handOver(story, { from: 'province-44' });
    await refused(handOver(story, { ...onward, from: 'worker' }), 'NOT_CUSTODIAN');
    await refused(
      handOver(story, { ...onward, from: 'court', to: 'arbitration', purpose: 'arbitration' }),
      'NOT_CUSTODIAN',
    );
  });

  it('goes to an arbitration commission or a court only, by its own purpose', async () => {
    const story = await exported();
    await refused(handOver(story, { to: 'bank' }), 'NOT_ENTITLED');
    await refused(handOver(story, { purpose: 'court' }), 'NOT_ENTITLED');
    await handOver(story);
    await refused(handOver(story, { ...onward, to: 'arbitration', purpose: 'arbitration' }), 'NOT_ENTITLED');
  });

  it('is of one bundle that was exported, and of the same bytes every time', async () => {
    const story = await exported();
    await refused(handOver(story, { bundle: story.commitment('never exported') }), 'BUNDLE_UNKNOWN');
    await refused(
      story.world.ledger.query(operations['custody-of'], {
        contract: story.contract,
        bundle: story.commitment('bundle'),
      }),
      'BUNDLE_UNKNOWN',
    );
    await handOver(story);
    await refused(handOver(story, { ...onward, file: story.commitment('another file') }), 'BUNDLE_DIFFERS');
  });

  it('is numbered, and the same again changes nothing', async () => {
    const story = await exported();
    await refused(handOver(story, { number: 2 }), 'CUSTODY_NUMBER');
    const at = story.now;
    const first = await handOver(story, { at });
    const before = new Map(story.world.ledger.state);
    assert.deepEqual(await handOver(story, { at }), first);
    assert.deepEqual(story.world.ledger.state, before);
    await refused(handOver(story, { case: story.commitment('other case') }), 'CUSTODY_NUMBER');
    await refused(handOver(story, { ...onward, number: 3 }), 'CUSTODY_NUMBER');
  });

  it('is not before the export, not in the future, and not of a contract that is gone', async () => {
    const story = await exported();
    await refused(handOver(story, { at: plusMilliseconds(story.now, -3_600_000) }), 'SIGNATURE_TIME');
    await refused(handOver(story, { at: plusMilliseconds(story.now, 3_600_000) }), 'SIGNATURE_TIME');
    await story.dissolve('36', '2026-04-30', ['worker', 'employer']);
    story.passDays(800);
    await story.dispose();
    await refused(handOver(story), 'CONTRACT_STATE');
  });
});
