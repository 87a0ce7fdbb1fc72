import { consentMessages as messages, digest, signature } from '@renxin/chaincode/messages';
import type { Json } from '@renxin/chaincode/canonical';
import { z } from 'zod';

const signed = <B extends z.ZodType>(body: B) => z.strictObject({ body, signature });

/** Records are canonical JSON: nothing else gets in or comes out. */
const json = z.unknown() as unknown as z.ZodType<Json>;

/** An answer that was made, kept before the ledger is asked: what got lost on the way can be had again. */
export const keptAnswer = z.strictObject({
  fetch: signed(messages.fetch),
  use: signed(messages.use),
  credential: z.record(z.string(), json),
  salt: digest,
});
export type KeptAnswer = z.infer<typeof keptAnswer>;
