import type { PublicKey } from '@renxin/chaincode/messages';
import { nativeProvider } from '../crypto/native.js';
import { signNatively, type NativeKey } from '../signer/native-key.js';

/** One piece of work: a signature, or a verification. */
export type Task =
  | { readonly kind: 'sign'; readonly key: NativeKey; readonly message: Uint8Array }
  | {
      readonly kind: 'verify';
      readonly key: PublicKey;
      readonly message: Uint8Array;
      readonly signature: Uint8Array;
    };

/** What came of it: r || s, or whether it holds. */
export type Result = Uint8Array | boolean;

/** A task as it crosses: keys that sign go once, later by their number. */
export type Sent = Exclude<Task, { kind: 'sign' }> | { kind: 'sign'; key: number; message: Uint8Array };

export type ToThread =
  | { readonly kind: 'key'; readonly number: number; readonly key: NativeKey }
  | { readonly kind: 'batch'; readonly tasks: readonly Sent[] };

/** Undefined where the task threw. */
export type FromThread =
  { readonly kind: 'ready' } | { readonly kind: 'done'; readonly results: readonly (Result | undefined)[] };

/** Does it on the thread that calls. */
export function done(task: Task): Result {
  return task.kind === 'sign'
    ? signNatively(task.key, task.message)
    : nativeProvider.verify(task.key, task.message, task.signature);
}
