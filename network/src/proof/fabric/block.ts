import { toBase64url } from '@renxin/chaincode/canonical';
import { ProofError } from '../error.js';
import type { SignedFabricHeader } from './format.js';
import * as read from './messages.js';

/** A block of the channel as its peers store it, opened; nothing about it has been verified. */
export interface FabricBlock {
  readonly signed: SignedFabricHeader;
  readonly envelopes: readonly Uint8Array[];
  /** For each envelope Fabric's validation code (0 is VALID), as the peer that was asked has it: no signature covers them. */
  readonly validity: Uint8Array;
}

const SIGNATURES = 0;
const TRANSACTIONS_FILTER = 2;

/** Reads `common.Block`. @throws ProofError PROOF_FORMAT */
export function readFabricBlock(ledger: string, bytes: Uint8Array): FabricBlock {
  const block = read.readBlock(bytes);
  const { number, previousHash, dataHash } = read.readBlockHeader(block.header);
  const { metadata } = read.readBlockMetadata(block.metadata);
  const signatures = metadata[SIGNATURES];
  if (signatures === undefined) throw new ProofError('PROOF_FORMAT');
  const [previous, data] = [toBase64url(previousHash), toBase64url(dataHash)];
  return {
    signed: {
      header: { schema: 1, ledger, height: number, previous, data },
      metadata: toBase64url(signatures),
    },
    envelopes: read.readBlockData(block.data).data,
    validity: metadata[TRANSACTIONS_FILTER] ?? new Uint8Array(),
  };
}
