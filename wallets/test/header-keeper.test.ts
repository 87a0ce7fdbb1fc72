import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import {
  headerHash,
  leafHash,
  MerkleTree,
  txIdOf,
  type BlockHeader,
  type ConsistencyProof,
  type SignedHeader,
} from '@renxin/network/proof';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner, type Signer } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeaderKeeper } from '../src/receipts/index.js';

/** A wallet before heads that a test signs with the operator's key. */
describe('a wallet that keeps headers', () => {
  const { signer: operator } = generateSigner('SM2');
  let directory: string;
  let chain: SignedHeader[];
  let keeper: HeaderKeeper;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-headers-'));
    chain = await chainOf(6, operator);
    keeper = keeperOf(chain);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const keeperOf = (of: readonly SignedHeader[], gateway = 'http://127.0.0.1:1') =>
    new HeaderKeeper(join(directory, 'header.json'), gateway, nativeProvider, {
      operators: [operator.key],
      genesis: hashOf(of[0]),
    });
  const refused = (code: string, shown: unknown) =>
    assert.rejects(
      () => keeper.accept({ consistency: shown }),
      (error: { code?: unknown }) => {
        assert.equal(error.code, code);
        return true;
      },
    );

  it('begins at the genesis of the trust file and follows', async () => {
    assert.equal((await keeper.accept({ consistency: proofOf(chain, 0, 3) })).height, 3);
    assert.equal((await keeper.accept({ consistency: proofOf(chain, 3, 5) })).height, 5);
    assert.equal((await keeperOf(chain).kept())?.header.height, 5, 'it remembers');
  });

  it('refuses a first head that leads from another genesis: LEDGER_FORKED', async () => {
    const other = await chainOf(4, operator, 'other');
    await refused('LEDGER_FORKED', proofOf(other, 0, 3));
    await refused('LEDGER_FORKED', proofOf(chain, 1, 3));
    assert.equal(await keeper.kept(), undefined);
  });

  it('refuses another history after what it has seen: LEDGER_FORKED', async () => {
    await keeper.accept({ consistency: proofOf(chain, 0, 3) });
    const other = await chainOf(6, operator, 'rewritten', 2);
    await refused('LEDGER_FORKED', proofOf(other, 3, 5));
    const mixed = { ...proofOf(other, 3, 5), earlier: chain[3] };
    await refused('LEDGER_FORKED', mixed);
    assert.equal((await keeper.kept())?.header.height, 3);
  });

  it('refuses an older head as current: LEDGER_STALE', async () => {
    await keeper.accept({ consistency: proofOf(chain, 0, 5) });
    await refused('LEDGER_STALE', proofOf(chain, 0, 4));
    assert.equal((await keeper.kept())?.header.height, 5);
  });

  it('refuses a head that goes back in time: LEDGER_TIME; of another ledger: LEDGER_OTHER', async () => {
    await keeper.accept({ consistency: proofOf(chain, 0, 3) });
    const early = await signed({ ...headerOf(chain[4]), time: '2020-01-01T00:00:00.000Z' }, operator);
    await refused('LEDGER_TIME', { ...proofOf(chain, 3, 4), later: early });
    const elsewhere = await signed({ ...headerOf(chain[4]), ledger: 'another' }, operator);
    await refused('LEDGER_OTHER', { ...proofOf(chain, 3, 4), later: elsewhere });
  });

  it('refuses a key that is no operator’s, and a signature that is not the key’s', async () => {
    const { signer: stranger } = generateSigner('SM2');
    const theirs = await signed(headerOf(chain[3]), stranger);
    await refused('OPERATOR_UNKNOWN', { ...proofOf(chain, 0, 3), later: theirs });
    await refused('HEADER_SIGNATURE', {
      ...proofOf(chain, 0, 3),
      later: { ...theirs, operator: operator.key },
    });
  });

  it('refuses what is no proof: PROOF_FORMAT', () => refused('PROOF_FORMAT', { kind: 'something' }));

  it('never goes back when heads come at once', async () => {
    await keeper.accept({ consistency: proofOf(chain, 0, 1) });
    await Promise.allSettled([
      keeper.accept({ consistency: proofOf(chain, 1, 5) }),
      keeper.accept({ consistency: proofOf(chain, 1, 3) }),
      keeper.accept({ consistency: proofOf(chain, 1, 2) }),
    ]);
    assert.equal((await keeper.kept())?.header.height, 5);
  });

  it('does not believe a kept file that was altered', async () => {
    await keeper.accept({ consistency: proofOf(chain, 0, 3) });
    const text = await readFile(join(directory, 'header.json'), 'utf8');
    await writeFile(join(directory, 'header.json'), text.slice(0, -2));
    await assert.rejects(() => keeper.accept({ consistency: proofOf(chain, 3, 5) }));
  });

  it('asks its gateway from the height that it keeps', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const from = Number(new URL(request.url ?? '', 'http://x').searchParams.get('from'));
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ consistency: proofOf(chain, from, from === 0 ? 2 : 5) }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const asking = keeperOf(chain, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await asking.latest();
      assert.equal((await asking.latest()).height, 5);
      assert.deepEqual(asked, ['/api/v1/ledger/head?from=0', '/api/v1/ledger/head?from=2']);
    } finally {
      server.close();
    }
  });

  it('says that nobody answered: GATEWAY_UNREACHABLE', () =>
    assert.rejects(
      () => keeper.latest(),
      (error: { code?: unknown }) => error.code === 'GATEWAY_UNREACHABLE',
    ));
});

/** Signed headers on top of each other. From `differs` on they say something else. */
async function chainOf(
  length: number,
  operator: Signer,
  content = 'true',
  differs = 0,
): Promise<SignedHeader[]> {
  const chain: SignedHeader[] = [];
  for (let height = 0; height < length; height++) {
    const root = digestOf(`${height < differs ? 'true' : content}-${height}`);
    const history = new MerkleTree(sm3, chain.map(leafOf)).root;
    const previous = height === 0 ? toBase64url(new Uint8Array(32)) : hashOf(chain[height - 1]);
    const header: BlockHeader = {
      schema: 1,
      ledger: 'test-ledger',
      height,
      txId: txIdOf(nativeProvider, previous, height),
      time: new Date(Date.UTC(2026, 0, 1, 0, height)).toISOString(),
      previous,
      history: toBase64url(history),
      commands: { root, count: 1 },
      state: digestOf(`state-${root}`),
    };
    chain.push(await signed(header, operator));
  }
  return chain;
}

function proofOf(chain: readonly SignedHeader[], from: number, to: number): ConsistencyProof {
  const [earlier, later] = [chain[from], chain[to]];
  assert.ok(earlier && later);
  const tree = new MerkleTree(sm3, chain.slice(0, to).map(leafOf));
  const path = from === to ? [] : tree.path(from).map(toBase64url);
  return { kind: 'renxin-embedded-consistency-proof', schema: 1, earlier, later, path };
}

async function signed(header: BlockHeader, operator: Signer): Promise<SignedHeader> {
  const { algorithm } = operator.key;
  const activation = { id: 'test', method: 'unattended' as const, at: '2026-01-01T00:00:00.000Z' };
  const signature = await operator.sign({ algorithm, message: canonicalBytes(header), activation });
  return { header, operator: operator.key, signature: toBase64url(signature) };
}

function headerOf(signedHeader: SignedHeader | undefined): BlockHeader {
  assert.ok(signedHeader);
  return signedHeader.header;
}

function hashOf(signedHeader: SignedHeader | undefined): string {
  return headerHash(nativeProvider, headerOf(signedHeader));
}

function leafOf(signedHeader: SignedHeader): Uint8Array {
  return leafHash(sm3, fromBase64url(hashOf(signedHeader)) ?? new Uint8Array());
}

function digestOf(text: string): string {
  return toBase64url(sm3(new TextEncoder().encode(text)));
}

function sm3(bytes: Uint8Array): Uint8Array {
  return nativeProvider.hash('SM3', bytes);
}
