import { EXPORT, exportRecord, openBundle, parsePart } from '@renxin/archive/bundle';
import { fromBase64url, toBase64url, toHex } from '@renxin/chaincode/canonical';
import {
  laborContractMessages,
  messageBytes,
  type laborContractMessages as messages,
} from '@renxin/chaincode/messages';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, Signer } from '@renxin/seal/signer';
import { z } from 'zod';
import { handOverAnswer, uploadAnswer, type HandOverAnswer, type Listing } from '../api/evidence.js';
import type { GatewayClient } from '../client/index.js';

/** Who hands a bundle over, with its own key. */
export interface Giver {
  readonly identifier: string;
  readonly ledger: string;
  readonly signer: Signer;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

/** To whom, and as what. */
export interface Receiver {
  /** A connection to the receiver's gateway. */
  readonly client: GatewayClient;
  readonly organisation: string;
  readonly purpose: messages.HandOver['purpose'];
  readonly caseNumber: string;
}

/** What the ledger knows of the bundle so far. */
export interface Before {
  /** How often it was handed over. */
  readonly handOvers: number;
  /** The salt under which its bytes are committed to; absent before the first hand-over. */
  readonly salt?: string;
}

/** A bundle is no evidence bundle whose export could be named. */
export class NoBundle extends Error {
  readonly code = 'EVIDENCE_INVALID';
}

/**
 * Hands the same bundle over to an arbitration commission or a court: the bytes first, then this party's signature; the
 * receiver verifies, signs as well, and has it recorded.
 * @throws GatewayProblem, NoBundle
 */
export async function handOverBundle(
  giver: Giver,
  to: Receiver,
  bundle: Uint8Array,
  listing: Listing,
  before: Before = { handOvers: 0 },
): Promise<HandOverAnswer> {
  const { provider } = giver;
  const exported = exportOf(bundle);
  const uploaded = await to.client.postBytes('/api/v1/evidence', 'dispute', bundle, uploadAnswer);
  const file = open(giver, provider.hash('SM3', bundle), before.salt);
  const ofCase = open(giver, provider.hash('SM3', new TextEncoder().encode(to.caseNumber)));
  const at = giver.clock().toISOString();
  const body: messages.HandOver = {
    ...exported,
    file: file.commitment,
    number: before.handOvers + 1,
    from: giver.identifier,
    to: to.organisation,
    purpose: to.purpose,
    case: ofCase.commitment,
    at,
  };
  const activation: Activation = { id: `hand-over-${body.number}`, method: 'confirmation', at };
  const message = messageBytes('labor-contract/hand-over', giver.ledger, body);
  const signed = await giver.signer.sign({ algorithm: giver.signer.key.algorithm, message, activation });
  return to.client.post(
    `/api/v1/evidence/${uploaded.evidence}/hand-over`,
    'dispute',
    {
      body,
      from: toBase64url(signed),
      openings: { file: file.opening, case: ofCase.opening },
      caseNumber: to.caseNumber,
      listing,
    },
    handOverAnswer,
  );
}

/** How a bundle is named: SM3 of its bytes in hexadecimal. */
export function evidenceNameOf(provider: CryptoProvider, bundle: Uint8Array): string {
  return toHex(provider.hash('SM3', bundle));
}

const exportInput = z.object({
  command: z.object({ input: z.object({ body: laborContractMessages.bundleExport }) }),
});

/** Which export a bundle is of. @throws NoBundle */
export function exportOf(bundle: Uint8Array): { readonly contract: string; readonly bundle: string } {
  try {
    const files = openBundle(bundle);
    const { proof } = parsePart(EXPORT, exportRecord, files.get(EXPORT) ?? new Uint8Array());
    const { contract, bundle: committed } = exportInput.parse(proof).command.input.body;
    return { contract, bundle: committed };
  } catch (error) {
    throw new NoBundle('no evidence bundle', { cause: error });
  }
}

function open(giver: Giver, digest: Uint8Array, salt = toBase64url(giver.random(32))) {
  const bytes = fromBase64url(salt) ?? new Uint8Array();
  return {
    commitment: commitment(giver.provider, bytes, digest),
    opening: { salt, digest: toBase64url(digest) },
  };
}
