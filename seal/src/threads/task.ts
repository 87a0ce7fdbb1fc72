import type { PublicKey, VerificationKey } from '@renxin/chaincode/messages';
import { nativeProvider } from '../crypto/native.js';
import { nativeSigner, signNatively, type NativeKey } from '../signer/native-key.js';
import type { Signer } from '../signer/signer.js';
import type { Work } from './work.js';

/** One piece of work: a signature, a verification, or whatever a module does with keys. */
export type Task =
  | { readonly kind: 'sign'; readonly key: NativeKey; readonly message: Uint8Array }
  | {
      readonly kind: 'verify';
      readonly key: PublicKey;
      readonly message: Uint8Array;
      readonly signature: Uint8Array;
    }
  | {
      readonly kind: 'work';
      readonly work: Work<unknown, unknown>;
      readonly input: unknown;
      readonly keys: readonly NativeKey[];
    };

/** What came of it: r || s, whether it holds, or what the work gave. */
export type Result = Uint8Array | boolean | Given;

/** What work gave, and how often it used each key. */
export interface Given {
  readonly value: unknown;
  readonly uses: readonly number[];
}

/** A task as it crosses: keys that sign go once, later by their number. */
export type Sent =
  | Extract<Task, { kind: 'verify' }>
  | { readonly kind: 'sign'; readonly key: number; readonly message: Uint8Array }
  | {
      readonly kind: 'work';
      readonly name: string;
      readonly input: unknown;
      readonly keys: readonly number[];
    };

export type ToThread =
  | { readonly kind: 'key'; readonly number: number; readonly key: NativeKey }
  | { readonly kind: 'batch'; readonly tasks: readonly Sent[] };

/** Undefined where the task threw. */
export type FromThread =
  { readonly kind: 'ready' } | { readonly kind: 'done'; readonly results: readonly (Result | undefined)[] };

/** Does it on the thread that calls. */
export function done(task: Exclude<Task, { kind: 'work' }>): Uint8Array | boolean {
  return task.kind === 'sign'
    ? signNatively(task.key, task.message)
    : nativeProvider.verify(task.key, task.message, task.signature);
}

/** Does work on the thread that calls, with signers of its own by these keys. */
export async function worked(
  work: Work<unknown, unknown>,
  input: unknown,
  keys: readonly NativeKey[],
): Promise<Given> {
  const uses = keys.map(() => 0);
  const signers = keys.map((native, i): Signer<VerificationKey> => {
    const signer = nativeSigner(native);
    return {
      key: signer.key,
      sign: (request) => {
        uses[i] = (uses[i] ?? 0) + 1;
        return signer.sign(request);
      },
    };
  });
  return { value: await work.run(input, signers), uses };
}
