import { digest, identifier } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** Name of our chaincode on every channel: what another one says proves nothing. */
export const CHAINCODE = 'renxin';

const der = z.base64().min(1).max(8192);
/** Since and until when (block numbers, the first included, the second not) an entry stood in the channel's configuration. */
const span = {
  from: z.exactOptional(z.int().min(0)),
  until: z.exactOptional(z.int().min(1)),
};

/** What a verifier believes of a Fabric channel before it looks at anything: docs/formats/fabric-proofs.md. */
export const fabricAnchor = z
  .strictObject({
    /** The channel, which is the ledger's name. */
    channel: identifier,
    /** SHA-256 of the header of block 0, base64url. */
    genesis: digest,
    consensus: z.enum(['bft', 'raft']),
    /** The organisations whose peers endorse; a majority of them decides. `id` is the MSP id; `roots` base64 of DER. */
    organisations: z
      .array(z.strictObject({ id: identifier, roots: z.array(der).min(1).max(8), ...span }))
      .min(1)
      .max(256),
    /** Who orders: the signing certificate (base64 of DER) of each consenter. */
    orderers: z
      .array(
        z.strictObject({
          consenterId: z.int().min(0).max(0xffff_ffff),
          organisation: identifier,
          certificate: der,
          ...span,
        }),
      )
      .min(1)
      .max(256),
  })
  .refine(({ organisations }) => isUnique(organisations.map(({ id, from }) => `${id}@${from ?? 0}`)))
  .refine(({ organisations, orderers }) =>
    orderers.every(({ organisation }) => organisations.some(({ id }) => id === organisation)),
  );

export type FabricAnchor = z.infer<typeof fabricAnchor>;

/** The entries that stood at a block. */
export function standingAt<T extends { readonly from?: number; readonly until?: number }>(
  entries: readonly T[],
  height: number,
): T[] {
  return entries.filter(({ from = 0, until = Infinity }) => from <= height && height < until);
}

/** How many of so many organisations are a majority: more than half. */
export function majorityOf(organisations: number): number {
  return Math.floor(organisations / 2) + 1;
}

/** How many signatures of so many orderers a block needs: the quorum of SmartBFT, or one with Raft. */
export function quorumOf(consensus: FabricAnchor['consensus'], orderers: number): number {
  if (consensus === 'raft') return 1;
  const faulty = Math.floor((orderers - 1) / 3);
  return Math.ceil((orderers + faulty + 1) / 2);
}

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
