import {
  fabricAnchor,
  ProofError,
  type FabricAnchor,
  type FabricCommandProof,
  type FabricConsistencyProof,
  type ProofCode,
} from '@renxin/network/proof';
import { nativeProvider } from '@renxin/seal/native';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt } from '../src/api/index.js';
import { HeaderKeeper } from '../src/receipts/index.js';

/** Heads and receipts of a real channel, as recorded (docs/formats/fabric-proofs.md). */
const anchor = fabricAnchor.parse(read('bft', 'anchor'));
const fromGenesis = { consistency: read('bft', 'consistency') };
const later = { consistency: read('bft', 'consistency-later') as FabricConsistencyProof };
const foreign = { consistency: read('raft', 'consistency') };

describe('a wallet that keeps headers of a Fabric channel', () => {
  let directory: string;
  const keeperOf = (of: FabricAnchor, gateway = 'http://127.0.0.1:1') =>
    new HeaderKeeper(join(directory, 'header.json'), gateway, nativeProvider, { anchor: of });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'renxin-wallet-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('begins at the genesis of the anchor, and keeps what it accepted over a restart', async () => {
    const { height } = await keeperOf(anchor).accept(fromGenesis);
    const kept = await keeperOf(anchor).kept();
    assert.equal(kept?.header.height, height);
  });

  it('refuses to begin anywhere else, and a head of another channel of the name: LEDGER_FORKED', async () => {
    await refused(keeperOf(anchor).accept(later), 'LEDGER_FORKED');
    await refused(keeperOf(anchor).accept(foreign), 'LEDGER_FORKED');
  });

  it('refuses a history that does not begin at what it keeps: LEDGER_FORKED', async () => {
    await keeperOf(anchor).accept(fromGenesis);
    await refused(keeperOf(anchor).accept(fromGenesis), 'LEDGER_FORKED');
    const ofBoth = { ...anchor, genesis: fabricAnchor.parse(read('raft', 'anchor')).genesis };
    await assert.rejects(keeperOf(ofBoth).accept(foreign), ProofError);
  });

  it('takes a receipt whose block leads to the head that it keeps, and no other', async () => {
    const server = await serve();
    try {
      const keeper = keeperOf(anchor, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const evidence = await keeper.acceptReceipt(receiptOf('bft', 'command-first'));
      assert.equal(evidence.command.caller, 'gd');
      const last = await keeper.acceptReceipt(receiptOf('bft', 'command'));
      assert.equal(last.header.height, later.consistency.later.header.height);
      await refused(keeper.acceptReceipt(receiptOf('raft', 'command-first')), 'PROOF_FORMAT');
    } finally {
      server.close();
    }
  });
});

async function refused(attempt: Promise<unknown>, code: ProofCode): Promise<void> {
  await assert.rejects(attempt, (error) => error instanceof ProofError && error.code === code);
}

/** A gateway that answers from the height asked for, with what was recorded and with the head itself. */
async function serve(): Promise<Server> {
  const { later: head } = later.consistency;
  const same = { ...later.consistency, earlier: { header: head.header }, between: [] };
  const server = createServer((request, response) => {
    const from = Number(new URL(request.url ?? '', 'http://gateway').searchParams.get('from'));
    const answer = from === 0 ? fromGenesis : from === head.header.height ? { consistency: same } : later;
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function receiptOf(channel: string, file: string): Receipt {
  const proof = read(channel, file) as FabricCommandProof;
  const { txId, index } = proof.command;
  return {
    txId,
    index,
    height: proof.signed.header.height,
    time: proof.command.time,
    proof,
  };
}

function read(channel: string, file: string): unknown {
  const url = new URL(`../../../network/test/vectors/fabric/${channel}/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}
