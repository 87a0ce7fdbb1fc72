import { verify } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { blocksAnswer, networkAnswer } from '../../src/inside/format.js';
import { openInstance, type Instance } from '../story/instance.js';

/** What the page that looks inside is told over HTTP, on the embedded ledger. */
describe('a look inside the ledger', function () {
  this.timeout(60_000);
  let instance: Instance;

  before(async () => {
    instance = await openInstance();
  });
  after(() => instance.stop());

  const get = (path: string) => fetch(`${instance.running.url}/api/v1/ledger/${path}`);
  const json = async (path: string): Promise<unknown> => (await get(path)).json();
  const codeOf = async (path: string): Promise<[number, string]> => {
    const answer = await get(path);
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };

  it('names the operator as the registry has it', async () => {
    const network = networkAnswer.parse(await json('network'));
    assert.deepEqual(network, {
      kind: 'embedded',
      ledger: 'renxin-demo',
      height: await instance.running.composed.ledger.height(),
      consensus: 'operator',
      endorsement: { needed: 1, of: 1 },
      organisations: [
        {
          id: 'mohrss',
          name: '人力资源和社会保障部（演示）',
          nodes: [{ role: 'operator', name: 'mohrss', state: 'answers', height: network.height }],
        },
      ],
    });
  });

  it('shows every block once, each chained to the one below', async () => {
    const first = blocksAnswer.parse(await json('blocks'));
    const heights = first.blocks.map(({ height }) => height);
    const top = (await instance.running.composed.ledger.height()) ?? -1;
    assert.deepEqual(
      heights,
      Array.from({ length: top + 1 }, (_, i) => top - i),
    );
    for (const [i, block] of first.blocks.entries()) {
      const below = first.blocks[i + 1];
      if (below !== undefined) assert.equal(block.previous, below.hash);
    }
    const below = blocksAnswer.parse(await json('blocks?before=1'));
    assert.deepEqual(below, { blocks: first.blocks.slice(-1), before: null });
    assert.deepEqual(await json('blocks?before=0'), { blocks: [], before: null });
  });

  it('proves a command that it shows', async () => {
    const { blocks } = blocksAnswer.parse(await json('blocks'));
    const [transaction] = blocks.at(-1)?.transactions ?? [];
    const [command] = transaction?.commands ?? [];
    assert.deepEqual(
      [command?.contract, command?.operation, command?.outcome, command?.index],
      ['registry', 'found', 'done', 0],
    );
    const answer = await get(`transactions/${transaction?.txId}/commands/0/proof`);
    assert.equal(answer.headers.get('content-type'), 'application/json');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const trust = await instance.running.composed.trust();
    const options = { provider: nativeProvider, now: new Date(), trust };
    const [report] = await verify([{ name: 'proof.json', bytes }], options);
    assert.deepEqual([report?.kind, report?.verdict], ['command-proof', 'valid']);
  });

  it('refuses what is not there and what is no question', async () => {
    const unknown = '0'.repeat(32);
    assert.deepEqual(await codeOf(`transactions/${unknown}/commands/0/proof`), [404, 'LEDGER_TX_UNKNOWN']);
    assert.deepEqual(await codeOf(`transactions/${unknown}/commands/x/proof`), [400, 'PATH_INVALID']);
    assert.deepEqual(await codeOf('transactions/..%2f/commands/0/proof'), [400, 'PATH_INVALID']);
    assert.deepEqual(await codeOf('blocks?before=-1'), [400, 'QUERY_INVALID']);
    assert.deepEqual(await codeOf('blocks?after=1'), [400, 'QUERY_INVALID']);
    assert.equal((await get('blocks?before=999999999999999')).status, 200);
  });
});
