import { ProofError } from '../error.js';

/**
 * A strict reader of protobuf (proto3) messages: fields in ascending order, each once unless it may repeat, none that the
 * shape does not name, every number in its shortest form. So no two readers of the same bytes see different messages.
 */
export type Shape = Readonly<Record<string, readonly [number: number, kind: Kind]>>;

/** `maybe` tells an absent message from an empty one; `bytes`, `text` and `number` are empty or 0 when absent. */
type Kind = 'bytes' | 'maybe' | 'many' | 'text' | 'number';

type Values = {
  bytes: Uint8Array;
  maybe: Uint8Array | undefined;
  many: readonly Uint8Array[];
  text: string;
  number: number;
};

export type Message<S extends Shape> = { readonly [N in keyof S]: Values[S[N][1]] };

/** @throws ProofError PROOF_FORMAT */
export function readMessage<const S extends Shape>(bytes: Uint8Array, shape: S): Message<S> {
  const message: Record<string, Values[Kind]> = {};
  const many: Record<string, Uint8Array[]> = {};
  for (const [name, [, kind]] of Object.entries(shape)) {
    message[name] = emptyOf(kind);
    if (kind === 'many') message[name] = many[name] = [];
  }
  const input = new Input(bytes);
  let last = 0;
  while (!input.done) {
    const { number, wire } = input.tag();
    const found = Object.entries(shape).find(([, [own]]) => own === number);
    if (found === undefined) throw malformed(`field ${number}`);
    const [name, [, kind]] = found;
    if (number < last || (number === last && kind !== 'many')) throw malformed('order of fields');
    last = number;
    if ((kind === 'number') !== (wire === 0)) throw malformed('wire type');
    if (kind === 'number') {
      message[name] = input.varint();
      if (message[name] === 0) throw malformed('a default value written out');
    } else {
      const value = input.chunk();
      if (kind === 'many') many[name]?.push(value);
      else message[name] = kind === 'text' ? textOf(value) : value;
    }
  }
  return message as Message<S>;
}

class Input {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  tag(): { number: number; wire: number } {
    const tag = this.varint();
    const wire = tag % 8;
    if (wire !== 0 && wire !== 2) throw malformed('wire type');
    return { number: (tag - wire) / 8, wire };
  }

  /** A number below 2^53 in its shortest form. */
  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw malformed('cut short');
      value += (byte & 0x7f) * factor;
      if (!Number.isSafeInteger(value)) throw malformed('number too large');
      if (byte < 0x80) {
        if (byte === 0 && factor > 1) throw malformed('a number that is not the shortest');
        return value;
      }
      factor *= 128;
    }
  }

  chunk(): Uint8Array {
    const length = this.varint();
    const end = this.#at + length;
    if (end > this.#bytes.length) throw malformed('cut short');
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }
}

function emptyOf(kind: Kind): Values[Kind] {
  if (kind === 'maybe') return undefined;
  if (kind === 'number') return 0;
  return kind === 'text' ? '' : new Uint8Array();
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new ProofError('PROOF_FORMAT', { cause: error });
  }
}

function malformed(what: string): ProofError {
  return new ProofError('PROOF_FORMAT', { cause: new Error(`protobuf: ${what}`) });
}
