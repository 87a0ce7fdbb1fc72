import { canonical, type Json } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from '../error.js';
import { parseProof } from '../schemas.js';
import { openAction } from './action.js';
import { fabricHeaderHash } from './block-header.js';
import { answerOf, isRead, type FabricHeaderEvidence } from './command.js';
import type { FabricBlockHeader, FabricStateProof } from './format.js';
import type { Version } from './read-writes.js';
import { fabricStateProof } from './schemas.js';

export interface FabricStateEvidence extends FabricHeaderEvidence {
  /** `time` is that of the read. */
  readonly header: FabricBlockHeader & { readonly time: string };
  readonly collection: string;
  readonly id: string;
  /** The record at the time of the read; null when there was none. */
  readonly value: Json;
  /** Where the record was last written; undefined when there was none. */
  readonly version: Version | undefined;
}

/**
 * Checks that the read is of this record and answers with this value. All signatures hold under the certificates beside
 * them. The record is shown at the time of the read; the header says nothing about it but that it was made by then.
 * @throws ProofError PROOF_FORMAT, STATE_NOT_IN_ROOT, ENDORSEMENT_SIGNATURE, LEDGER_OTHER
 */
export function verifyFabricStateProof(provider: CryptoProvider, proof: unknown): FabricStateEvidence {
  const parsed: FabricStateProof = parseProof(fabricStateProof, proof);
  const { signed, collection, id, value, time } = parsed;
  const { header } = signed;
  const action = openAction(provider, parsed.read);
  if (action.channel !== header.ledger) throw new ProofError('LEDGER_OTHER');
  const key = `${collection}:${id}`;
  const version = action.reads.get(key);
  const shown =
    isRead(action, key) &&
    canonical(answerOf(action).value) === canonical(value) &&
    (value === null) === (version === undefined) &&
    action.time === time;
  if (!shown) throw new ProofError('STATE_NOT_IN_ROOT');
  if (version !== undefined && version.block > header.height) throw new ProofError('LEDGER_STALE');
  return {
    kind: 'fabric',
    header: { ...header, time },
    headerHash: fabricHeaderHash(provider, header),
    signed,
    endorsed: [{ action, at: version?.block ?? 0, final: false }],
    collection,
    id,
    value,
    version,
  };
}
