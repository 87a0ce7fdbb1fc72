import { z } from 'zod';

/** What the page that looks inside the ledger is told; the shapes of `LedgerView` in @renxin/network. */

const height = z.int().min(0);
const text = z.string();

export const networkAnswer = z.strictObject({
  kind: z.enum(['embedded', 'fabric']),
  ledger: text,
  height: height.nullable(),
  consensus: z.enum(['operator', 'raft', 'bft']),
  endorsement: z.strictObject({ needed: z.int().min(1), of: z.int().min(1) }),
  organisations: listOf(
    z.strictObject({
      id: text,
      /** As the registry on the ledger has it; null when it is not registered there. */
      name: text.nullable(),
      nodes: listOf(
        z.strictObject({
          role: z.enum(['operator', 'peer', 'orderer']),
          name: text,
          state: z.enum(['answers', 'silent', 'unknown']),
          height: height.nullable(),
        }),
      ),
    }),
  ),
});

const command = z.strictObject({
  contract: text,
  operation: text,
  outcome: z.enum(['done', 'refused', 'fault', 'deferred']),
  index: height.nullable(),
  code: text.nullable(),
  event: text.nullable(),
});

const transaction = z.strictObject({
  txId: text,
  kind: z.enum(['commands', 'configuration', 'other']),
  validity: text,
  time: text.nullable(),
  submitter: text.nullable(),
  endorsers: listOf(text),
  commands: listOf(command),
});

const block = z.strictObject({
  height,
  hash: text,
  previous: text,
  time: text.nullable(),
  signers: listOf(text),
  transactions: listOf(transaction),
});

/** Latest first. `before` is where the next page begins; null when this is the last. */
export const blocksAnswer = z.strictObject({ blocks: listOf(block), before: height.nullable() });

function listOf<T extends z.ZodType>(of: T) {
  return z.array(of).readonly();
}

export type Network = z.infer<typeof networkAnswer>;
export type Blocks = z.infer<typeof blocksAnswer>;
export type Block = z.infer<typeof block>;
export type Transaction = z.infer<typeof transaction>;
export type Command = z.infer<typeof command>;
