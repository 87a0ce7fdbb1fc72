import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import {
  digest,
  identifier,
  instant,
  plainText,
  publicKey,
  recordId,
  signature,
} from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, Signer } from '@renxin/seal/signer';
import { z } from 'zod';

/** 查证事实: what an organisation finds in its records, asked by an arbitration commission or a court. */

/** What can be asked. */
export const factName = z.enum(['parties', 'conclusion', 'amendments', 'state', 'delivery']);

export const fact = z.discriminatedUnion('fact', [
  z.strictObject({ fact: z.literal('parties'), worker: identifier, employer: identifier }),
  z.strictObject({ fact: z.literal('conclusion'), at: instant }),
  /** How many amendments both have signed. */
  z.strictObject({ fact: z.literal('amendments'), count: z.int().min(0).max(999) }),
  z.strictObject({ fact: z.literal('state'), state: z.string().regex(/^[A-Z_]{1,32}$/), since: instant }),
  z.strictObject({
    fact: z.literal('delivery'),
    deliveredAt: z.exactOptional(instant),
    acknowledgedAt: z.exactOptional(instant),
  }),
]);

const statement = z.strictObject({
  statement: recordId,
  ledger: identifier,
  contract: recordId,
  /** Who answers. */
  by: identifier,
  request: z.strictObject({
    by: identifier,
    purpose: z.enum(['arbitration', 'court']),
    caseNumber: plainText(64),
    /** The bundle that the asker has: the commitment of its export. */
    bundle: digest,
  }),
  /** Each fact once, in the order of the names. */
  facts: z.array(fact).min(1).max(5),
  /** When the records said so. */
  at: instant,
});

export const factStatement = z.strictObject({
  kind: z.literal('renxin-fact-statement'),
  schema: z.literal(1),
  statement,
  key: publicKey,
  signature,
});

export type Fact = z.infer<typeof fact>;
export type FactName = z.infer<typeof factName>;
export type FactStatement = z.infer<typeof factStatement>;

/** What the organisation signs with its registry key: `archive/fact-statement` over SM3 of the canonical statement. */
export function factMessage(said: FactStatement['statement'], provider: CryptoProvider): Uint8Array {
  const body = { statement: toBase64url(provider.hash('SM3', canonicalBytes(said))) };
  return canonicalBytes({ renxin: '1', kind: 'archive/fact-statement', ledger: said.ledger, body });
}

export async function signFacts(
  said: FactStatement['statement'],
  signer: Signer,
  activation: Activation,
  provider: CryptoProvider,
): Promise<FactStatement> {
  const { key } = signer;
  const message = factMessage(said, provider);
  const signed = await signer.sign({ algorithm: key.algorithm, message, activation });
  const document = { kind: 'renxin-fact-statement', schema: 1, statement: said, key };
  return factStatement.parse({ ...document, signature: toBase64url(signed) });
}
