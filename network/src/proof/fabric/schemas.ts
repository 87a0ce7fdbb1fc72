import type { Json } from '@renxin/chaincode/canonical';
import { digest, identifier, instant } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { commandRecord } from '../schemas.js';

/** The shapes of docs/formats/fabric-proofs.md, strict: every member is named here, and one value has one form. */
const bytes = (longest: number) =>
  z
    .base64url()
    .min(1)
    .max(Math.ceil((longest * 4) / 3));
const json = z.custom<Json>((value) => value !== undefined);

/** The longest chain of headers that one consistency proof holds. */
export const LONGEST_CHAIN = 65_536;

export const fabricBlockHeader = z.strictObject({
  schema: z.literal(1),
  ledger: identifier,
  height: z.int().min(0),
  previous: z.union([digest, z.literal('')]),
  data: digest,
});

export const signedFabricHeader = z.strictObject({
  header: fabricBlockHeader,
  metadata: z.base64url().max(1_048_576),
});

export const endorsedAction = z.strictObject({
  channelHeader: bytes(4096),
  signatureHeader: bytes(16_384),
  proposal: bytes(134_217_728),
  response: bytes(134_217_728),
  endorsements: z
    .array(z.strictObject({ endorser: bytes(16_384), signature: bytes(72) }))
    .min(1)
    .max(256),
});

export const fabricCommandProof = z.strictObject({
  kind: z.literal('renxin-fabric-command-proof'),
  schema: z.literal(1),
  signed: signedFabricHeader,
  envelopes: z.array(bytes(134_217_728)).min(1).max(65_536),
  transaction: z.int().min(0).max(65_535),
  command: commandRecord.extend({ txId: z.string().regex(/^[0-9a-f]{64}$/) }),
  committed: endorsedAction,
});

export const fabricStateProof = z.strictObject({
  kind: z.literal('renxin-fabric-state-proof'),
  schema: z.literal(1),
  signed: signedFabricHeader,
  collection: z.string().regex(/^[a-z0-9-]+$/),
  id: z.string().regex(/^[a-z0-9:._-]+$/),
  value: json,
  time: instant,
  read: endorsedAction,
});

export const fabricConsistencyProof = z.strictObject({
  kind: z.literal('renxin-fabric-consistency-proof'),
  schema: z.literal(1),
  earlier: z.strictObject({ header: fabricBlockHeader }),
  between: z.array(digest).max(LONGEST_CHAIN),
  later: signedFabricHeader,
});
