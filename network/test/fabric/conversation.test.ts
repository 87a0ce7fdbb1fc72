import protos from '@hyperledger/fabric-protos';
import { canonicalBytes, type Json } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner } from '@renxin/seal/signer';
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { Conversation } from '../../src/fabric/chaincode/conversation.js';
import { RulesChaincode } from '../../src/fabric/chaincode/rules-chaincode.js';
import { contracts, signedNote } from '../notes.js';

const { ChaincodeMessage } = protos.peer;
const { Type } = ChaincodeMessage;
type Message = protos.peer.ChaincodeMessage;

/** How many keys a peer takes in one message; 2.5 says nothing and takes one. */
const PEERS = { '3.x': 1000, '3.x with a limit of two': 2, '2.5': 0 };
const LEDGER = 'test-channel';

describe('the conversation of a chaincode with its peer', () => {
  const author = generateSigner('SM2').signer;

  for (const [version, most] of Object.entries(PEERS)) {
    it(`registers, reads and writes as a peer of ${version} takes it, with the same answers`, async () => {
      const peer = new Peer(most);
      assert.equal(
        protos.peer.ChaincodeID.deserializeBinary(peer.said[0]!.getPayload_asU8()).getName(),
        'rules:1',
      );
      peer.state.set('counter:b', canonicalBytes({ value: 5 }));
      const completed = await peer.call('tx1', [
        add('a', 1),
        add('b', 2),
        add('c', -1),
        { contract: 'notes', operation: 'write', input: await signedNote(author, LEDGER, 'n', 'text') },
        add('a', 1),
      ]);
      assert.deepEqual(answersOf(completed), [
        { kind: 'done', result: { value: 1 } },
        { kind: 'done', result: { value: 7 } },
        { kind: 'refused', code: 'CONTRACT_STATE', members: { counter: 'c' } },
        { kind: 'done', result: { id: 'n', revision: 1 } },
        { kind: 'deferred' },
      ]);
      assert.equal(completed.getChaincodeEvent()?.getEventName(), 'batch');
      assert.deepEqual([...peer.written.keys()].sort(), ['counter:a', 'counter:b', 'note:n', 'tx:tx1']);
      assert.deepEqual([...peer.read].sort(), ['counter:a', 'counter:b', 'counter:c', 'note:n']);
      const [reads, writes] = most === 0 ? [4, 4] : [Math.ceil(4 / most), Math.ceil(4 / most)];
      assert.equal(peer.questions, reads + writes);
    });
  }

  it('answers calls that run beside each other', async () => {
    const peer = new Peer(1000);
    const calls = [1, 2, 3].map((i) => peer.call(`tx${i}`, [add(`counter-${i}`, i)]));
    assert.deepEqual(
      (await Promise.all(calls)).map((completed) => answersOf(completed)),
      [1, 2, 3].map((value) => [{ kind: 'done', result: { value } }]),
    );
  });

  it('fails the call when the peer refuses a question or answers for other keys', async () => {
    for (const behaviour of ['refuses', 'forgets a key'] as const) {
      const peer = new Peer(1000);
      peer.behaviour = behaviour;
      const response = responseOf(await peer.call('tx1', [add('a', 1), add('b', 1)]));
      assert.equal(response.getStatus(), 500);
      assert.equal(response.getMessage(), '{"code":"HOST_FAILED"}');
      assert.equal(peer.written.size, 0);
    }
  });

  it('refuses a call that is none, and goes on', async () => {
    const peer = new Peer(1000);
    const completed = await peer.invoke('tx1', ['batch']);
    assert.equal(responseOf(completed).getMessage(), '{"code":"CALL_INVALID"}');
    const unread = message(Type.TRANSACTION, 'tx2');
    unread.setPayload(Uint8Array.of(0xff));
    const said = once(peer, 'said tx2');
    peer.emit('data', unread);
    assert.equal(((await said) as [Message])[0].getType(), Type.ERROR);
    assert.equal(responseOf(await peer.call('tx3', [add('a', 1)])).getStatus(), 200);
  });

  it('says nothing more once the peer is gone', async () => {
    const peer = new Peer(1000);
    peer.behaviour = 'is silent';
    peer.emit('data', transaction('tx1', ['batch', canonicalBytes([add('a', 1)])]));
    await once(peer, 'asked');
    const said = peer.said.length;
    peer.emit('end');
    // The call ends: what it waited for is rejected, which takes no more than a turn.
    await new Promise(setImmediate);
    assert.equal(peer.said.length, said);
    assert.equal(peer.hasEnded, true);
  });
});

const add = (counter: string, by: number) => ({
  contract: 'notes',
  operation: 'add',
  input: { counter, by },
});

/** A peer's side, over a state in memory. It allows one question of a transaction at a time, as Fabric's does. */
class Peer extends EventEmitter {
  readonly state = new Map<string, Uint8Array>();
  readonly written = new Map<string, Uint8Array>();
  readonly read: string[] = [];
  readonly said: Message[] = [];
  questions = 0;
  behaviour: 'answers' | 'refuses' | 'forgets a key' | 'is silent' = 'answers';
  hasEnded = false;
  readonly #open = new Set<string>();

  constructor(most: number) {
    super();
    const options = { contracts, provider: nativeProvider, clock: () => new Date(), maxClockSkewSeconds: 60 };
    new Conversation(this, new RulesChaincode(options), 'rules:1');
    this.emit('data', message(Type.REGISTERED));
    const ready = message(Type.READY);
    const told = new protos.peer.ChaincodeAdditionalParams();
    if (most > 0) {
      told.setUseGetMultipleKeys(true);
      told.setMaxSizeGetMultipleKeys(most);
      told.setUseWriteBatch(true);
      told.setMaxSizeWriteBatch(most);
    }
    ready.setPayload(told.serializeBinary());
    this.emit('data', ready);
  }

  call(txId: string, requests: Json): Promise<Message> {
    return this.invoke(txId, ['batch', canonicalBytes(requests)]);
  }

  async invoke(txId: string, args: readonly (string | Uint8Array)[]): Promise<Message> {
    const completed = once(this, `said ${txId}`);
    this.emit('data', transaction(txId, args));
    return ((await completed) as [Message])[0];
  }

  end(): void {
    this.hasEnded = true;
  }

  write(said: Message): void {
    this.said.push(said);
    const [type, txId] = [said.getType(), said.getTxid()];
    if (type === Type.REGISTER) return;
    if (type === Type.COMPLETED || type === Type.ERROR) {
      this.emit(`said ${txId}`, said);
      return;
    }
    assert.ok(!this.#open.has(txId), 'one question at a time');
    this.#open.add(txId);
    this.questions++;
    this.emit('asked');
    if (this.behaviour === 'is silent') return;
    const answer = message(this.behaviour === 'refuses' ? Type.ERROR : Type.RESPONSE, txId);
    if (this.behaviour !== 'refuses') answer.setPayload(this.#answer(said));
    setImmediate(() => {
      this.#open.delete(txId);
      this.emit('data', answer);
    });
  }

  #answer(said: Message): Uint8Array {
    const { GetState, GetStateMultiple, GetStateMultipleResult, PutState, WriteBatchState } = protos.peer;
    const payload = said.getPayload_asU8();
    const valueOf = (key: string) => {
      this.read.push(key);
      return this.state.get(key) ?? new Uint8Array();
    };
    switch (said.getType()) {
      case Type.GET_STATE:
        return valueOf(GetState.deserializeBinary(payload).getKey());
      case Type.GET_STATE_MULTIPLE: {
        const values = GetStateMultiple.deserializeBinary(payload).getKeysList().map(valueOf);
        const result = new GetStateMultipleResult();
        result.setValuesList(this.behaviour === 'forgets a key' ? values.slice(1) : values);
        return result.serializeBinary();
      }
      case Type.PUT_STATE: {
        const put = PutState.deserializeBinary(payload);
        this.written.set(put.getKey(), put.getValue_asU8());
        return new Uint8Array();
      }
      case Type.WRITE_BATCH_STATE:
        for (const record of WriteBatchState.deserializeBinary(payload).getRecList())
          this.written.set(record.getKey(), record.getValue_asU8());
        return new Uint8Array();
      default:
        return assert.fail(`unexpected type ${said.getType()}`);
    }
  }
}

function message(type: ReturnType<Message['getType']>, txId = ''): Message {
  const made = new ChaincodeMessage();
  made.setType(type);
  made.setTxid(txId);
  made.setChannelId(LEDGER);
  return made;
}

/** A call with the proposal that a client makes. */
function transaction(txId: string, args: readonly (string | Uint8Array)[]): Message {
  const { common, msp, peer } = protos;
  // Of protos.ChannelHeader the timestamp alone, field 3: google-protobuf comes without types.
  const seconds = varint(Math.floor(Date.now() / 1000));
  const channelHeader = Uint8Array.of(0x1a, seconds.length + 1, 0x08, ...seconds);
  const creator = new msp.SerializedIdentity();
  creator.setMspid('gd');
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  const header = new common.Header();
  header.setChannelHeader(channelHeader);
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  const input = new peer.ChaincodeInput();
  input.setArgsList(args.map((arg) => (typeof arg === 'string' ? new TextEncoder().encode(arg) : arg)));
  const made = message(Type.TRANSACTION, txId);
  made.setPayload(input.serializeBinary());
  made.setProposal(signed);
  return made;
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function responseOf(completed: Message): protos.peer.Response {
  assert.equal(completed.getType(), Type.COMPLETED);
  return protos.peer.Response.deserializeBinary(completed.getPayload_asU8());
}

function answersOf(completed: Message): Json {
  return JSON.parse(new TextDecoder().decode(responseOf(completed).getPayload_asU8())) as Json;
}
