import { canonical, parseCanonical } from '@renxin/chaincode/canonical';
import { z } from 'zod';

/** What the chaincode says when it does not answer at all: all that survives Fabric's shim is one message. */
const refusal = z.strictObject({ code: z.enum(['LEDGER_CLOCK', 'CALL_INVALID', 'HOST_FAILED']) });
export type ChaincodeRefusal = z.infer<typeof refusal>;

export function refusalText(refusal: ChaincodeRefusal): string {
  return canonical(refusal);
}

/** The refusal at the end of a peer's message, which puts words of its own before it. */
export function refusalIn(message: string): ChaincodeRefusal | undefined {
  const at = message.indexOf('{');
  if (at < 0) return undefined;
  try {
    return refusal.parse(parseCanonical(new TextEncoder().encode(message.slice(at))));
  } catch {
    return undefined;
  }
}
