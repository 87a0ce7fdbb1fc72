import { canonical, parseCanonical, type Json } from '@renxin/chaincode/canonical';
import { digest, identifier, instant, publicKey, signature } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { ProofError } from './error.js';

/** The shapes of docs/formats/ledger.md, strict: every member is named here, and one value has one form. */
const height = z.int().min(0);
const json = z.custom<Json>((value) => value !== undefined);
const name = z.string().min(1).max(64);
const path = z.array(digest).max(64);

export const blockHeader = z.strictObject({
  schema: z.literal(1),
  ledger: identifier,
  height,
  previous: digest,
  time: instant,
  txId: z.string().regex(/^[0-9a-f]{32}$/),
  commands: z.strictObject({ count: z.int().min(1).max(65536), root: digest }),
  state: digest,
  history: digest,
});

export const signedHeader = z.strictObject({ header: blockHeader, operator: publicKey, signature });

export const commandRecord = z.strictObject({
  schema: z.literal(1),
  txId: z.string().regex(/^[0-9a-f]{32}$/),
  index: z.int().min(0).max(65535),
  time: instant,
  caller: identifier,
  contract: name,
  operation: name,
  input: json,
  result: json,
  event: z.exactOptional(z.strictObject({ name, payload: json })),
});

export const ledgerProof = z.strictObject({
  kind: z.literal('renxin-embedded-command-proof'),
  schema: z.literal(1),
  signed: signedHeader,
  command: commandRecord,
  path,
});

export const stateProof = z.strictObject({
  kind: z.literal('renxin-embedded-state-proof'),
  schema: z.literal(1),
  signed: signedHeader,
  collection: z.string().regex(/^[a-z0-9-]+$/),
  id: z.string().regex(/^[a-z0-9:._-]+$/),
  keyHash: digest,
  value: json,
  pages: z.array(z.base64url().max(1400)).min(1).max(65),
});

export const consistencyProof = z.strictObject({
  kind: z.literal('renxin-embedded-consistency-proof'),
  schema: z.literal(1),
  earlier: signedHeader,
  later: signedHeader,
  path,
});

/** True for a proof (bytes or value) that says it is of a Fabric channel; it says so before anything was checked. */
export function isOfFabric(proof: unknown): boolean {
  const value = proof instanceof Uint8Array ? parsedOr(proof) : proof;
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return typeof kind === 'string' && kind.startsWith('renxin-fabric-');
}

function parsedOr(bytes: Uint8Array): unknown {
  try {
    return parseCanonical(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Reads what came from outside: bytes must be canonical JSON, a value must have a canonical form; then the schema.
 * @throws ProofError PROOF_FORMAT
 */
export function parseProof<T>(schema: z.ZodType<T>, proof: unknown): T {
  try {
    const value = proof instanceof Uint8Array ? parseCanonical(proof) : proof;
    canonical(value);
    return schema.parse(value);
  } catch (error) {
    throw new ProofError('PROOF_FORMAT', { cause: error });
  }
}
