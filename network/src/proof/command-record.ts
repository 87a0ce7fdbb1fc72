import type { Json } from '@renxin/chaincode/canonical';

/** A command as it stands in its block: the leaf is its canonical bytes. */
export type CommandRecord = {
  readonly schema: 1;
  readonly txId: string;
  readonly index: number;
  readonly time: string;
  readonly caller: string;
  readonly contract: string;
  readonly operation: string;
  readonly input: Json;
  readonly result: Json;
  readonly event?: { readonly name: string; readonly payload: Json };
};
