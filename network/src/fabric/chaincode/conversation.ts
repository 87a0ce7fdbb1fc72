import type { Write } from '@renxin/chaincode/kernel';
import protos from '@hyperledger/fabric-protos';
import type { Answer, Call, Chaincode } from './chaincode.js';
import { readProposal } from './proposal.js';

const { ChaincodeMessage, WriteRecord } = protos.peer;
const { Type } = ChaincodeMessage;
type Message = protos.peer.ChaincodeMessage;
type MessageType = ReturnType<Message['getType']>;

/** Messages to and from one peer. */
export interface PeerStream {
  write(message: Message): unknown;
  end(): unknown;
  on(event: 'data', listener: (message: Message) => void): unknown;
  on(event: 'end' | 'error' | 'cancelled', listener: () => void): unknown;
}

interface Asked {
  readonly message: Message;
  readonly resolve: (payload: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The chaincode's side of what Fabric's peer and chaincode say to each other (`protos.ChaincodeMessage`): it registers, then
 * the peer calls, and while it is being called it asks for records and hands in what is written. For one transaction a peer
 * takes one question at a time; several transactions run beside each other.
 */
export class Conversation {
  readonly #stream: PeerStream;
  readonly #chaincode: Chaincode;
  /** Questions of each transaction: the first one is asked, the others wait. */
  readonly #asked = new Map<string, Asked[]>();
  /** What the peer takes in one message; peers of 2.5 take one key. */
  #most = { reads: 0, writes: 0 };
  #isReady = false;
  #isOver = false;

  constructor(stream: PeerStream, chaincode: Chaincode, chaincodeId: string) {
    this.#stream = stream;
    this.#chaincode = chaincode;
    stream.on('data', (message) => this.#take(message));
    stream.on('end', () => this.#end());
    stream.on('error', () => this.#end());
    stream.on('cancelled', () => this.#end());
    const name = new protos.peer.ChaincodeID();
    name.setName(chaincodeId);
    stream.write(messageOf(Type.REGISTER, name.serializeBinary()));
  }

  #take(message: Message): void {
    switch (message.getType()) {
      case Type.READY:
        this.#readiness(message.getPayload_asU8());
        return;
      case Type.RESPONSE:
      case Type.ERROR:
        this.#answered(message);
        return;
      case Type.INIT:
      case Type.TRANSACTION:
        if (this.#isReady) void this.#called(message);
        return;
      default:
      // REGISTERED and KEEPALIVE ask for nothing.
    }
  }

  #readiness(payload: Uint8Array): void {
    const told = protos.peer.ChaincodeAdditionalParams.deserializeBinary(payload);
    this.#most = {
      reads: told.getUseGetMultipleKeys() ? told.getMaxSizeGetMultipleKeys() : 0,
      writes: told.getUseWriteBatch() ? told.getMaxSizeWriteBatch() : 0,
    };
    this.#isReady = true;
  }

  async #called(message: Message): Promise<void> {
    const answer = await this.#answer(message).catch(() => undefined);
    if (this.#isOver) return;
    this.#stream.write(
      answer === undefined ? messageOf(Type.ERROR, NOT_A_CALL, message) : completed(answer, message),
    );
  }

  async #answer(message: Message): Promise<Answer> {
    const input = protos.peer.ChaincodeInput.deserializeBinary(message.getPayload_asU8());
    const call: Call = {
      ...readProposal(message.getProposal()),
      txId: message.getTxid(),
      channel: message.getChannelId(),
      args: message.getType() === Type.INIT ? [] : input.getArgsList_asU8(),
      read: (keys) => this.#read(keys, message),
      write: (writes) => this.#write(writes, message),
    };
    return await this.#chaincode.invoke(call);
  }

  async #read(keys: readonly string[], of: Message): Promise<(Uint8Array | undefined)[]> {
    const most = this.#most.reads;
    const read = most > 0 ? inPieces(keys, most).map((piece) => this.#readMany(piece, of)) : [];
    const values = (await Promise.all(read)).flat();
    if (most === 0) values.push(...(await Promise.all(keys.map((key) => this.#readOne(key, of)))));
    if (values.length !== keys.length) throw new Error('the peer answers for other keys');
    return values.map((bytes) => (bytes.length === 0 ? undefined : bytes));
  }

  async #readMany(keys: readonly string[], of: Message): Promise<Uint8Array[]> {
    const asked = new protos.peer.GetStateMultiple();
    asked.setKeysList([...keys]);
    const answer = await this.#ask(Type.GET_STATE_MULTIPLE, asked.serializeBinary(), of);
    return protos.peer.GetStateMultipleResult.deserializeBinary(answer).getValuesList_asU8();
  }

  #readOne(key: string, of: Message): Promise<Uint8Array> {
    const asked = new protos.peer.GetState();
    asked.setKey(key);
    return this.#ask(Type.GET_STATE, asked.serializeBinary(), of);
  }

  async #write(writes: readonly Write[], of: Message): Promise<void> {
    const most = this.#most.writes;
    await Promise.all(
      most > 0
        ? inPieces(writes, most).map((piece) => this.#writeMany(piece, of))
        : writes.map((one) => this.#writeOne(one, of)),
    );
  }

  #writeMany(writes: readonly Write[], of: Message): Promise<Uint8Array> {
    const batch = new protos.peer.WriteBatchState();
    batch.setRecList(
      writes.map(({ key, value }) => {
        const record = new WriteRecord();
        record.setType(WriteRecord.Type.PUT_STATE);
        record.setKey(key);
        record.setValue(value);
        return record;
      }),
    );
    return this.#ask(Type.WRITE_BATCH_STATE, batch.serializeBinary(), of);
  }

  #writeOne({ key, value }: Write, of: Message): Promise<Uint8Array> {
    const put = new protos.peer.PutState();
    put.setKey(key);
    put.setValue(value);
    return this.#ask(Type.PUT_STATE, put.serializeBinary(), of);
  }

  #ask(type: MessageType, payload: Uint8Array, of: Message): Promise<Uint8Array> {
    if (this.#isOver) return Promise.reject(gone());
    const message = messageOf(type, payload, of);
    const questions = this.#asked.get(transactionOf(message)) ?? [];
    this.#asked.set(transactionOf(message), questions);
    return new Promise((resolve, reject) => {
      questions.push({ message, resolve, reject });
      if (questions.length === 1) this.#stream.write(message);
    });
  }

  #answered(message: Message): void {
    const transaction = transactionOf(message);
    const [asked, next] = this.#asked.get(transaction) ?? [];
    if (asked === undefined) return;
    this.#asked.get(transaction)?.shift();
    if (next === undefined) this.#asked.delete(transaction);
    else this.#stream.write(next.message);
    if (message.getType() === Type.RESPONSE) asked.resolve(message.getPayload_asU8());
    else asked.reject(new Error('refused by the peer'));
  }

  /** Whatever waits for an answer does not get one any more. */
  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const questions of this.#asked.values()) for (const { reject } of questions) reject(gone());
    this.#asked.clear();
    this.#stream.end();
  }
}

const NOT_A_CALL = new TextEncoder().encode('not a call');

function completed(answer: Answer, to: Message): Message {
  const response = new protos.peer.Response();
  response.setStatus(answer.kind === 'answered' ? 200 : 500);
  if (answer.kind === 'failed') response.setMessage(answer.message);
  else response.setPayload(answer.payload);
  const message = messageOf(Type.COMPLETED, response.serializeBinary(), to);
  if (answer.kind === 'answered' && answer.event !== undefined) {
    const event = new protos.peer.ChaincodeEvent();
    event.setEventName(answer.event.name);
    event.setPayload(answer.event.payload);
    message.setChaincodeEvent(event);
  }
  return message;
}

/** In answer to, or about, a message with a transaction. */
function messageOf(type: MessageType, payload: Uint8Array, to?: Message): Message {
  const message = new ChaincodeMessage();
  message.setType(type);
  message.setPayload(payload);
  message.setTxid(to?.getTxid() ?? '');
  message.setChannelId(to?.getChannelId() ?? '');
  return message;
}

function transactionOf(message: Message): string {
  return `${message.getChannelId()} ${message.getTxid()}`;
}

function inPieces<T>(all: readonly T[], most: number): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < all.length; at += most) pieces.push(all.slice(at, at + most));
  return pieces;
}

function gone(): Error {
  return new Error('the peer is gone');
}
