import { canonical } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from '../error.js';
import { parseProof } from '../schemas.js';
import { fabricHeaderHash } from './block-header.js';
import type { FabricHeaderEvidence } from './command.js';
import type { FabricConsistencyProof } from './format.js';
import { fabricConsistencyProof } from './schemas.js';

export interface FabricConsistencyEvidence {
  /** Carried by the later header's signatures alone. */
  readonly earlier: FabricHeaderEvidence;
  readonly later: FabricHeaderEvidence & { readonly signed: FabricConsistencyProof['later'] };
}

/**
 * Checks that the hashes of the headers lead from the earlier header to the later one.
 * @throws ProofError PROOF_FORMAT, LEDGER_OTHER, LEDGER_STALE, LEDGER_FORKED
 */
export function verifyFabricConsistencyProof(
  provider: CryptoProvider,
  proof: unknown,
): FabricConsistencyEvidence {
  const { earlier, between, later }: FabricConsistencyProof = parseProof(fabricConsistencyProof, proof);
  const { ledger, height } = earlier.header;
  if (later.header.ledger !== ledger) throw new ProofError('LEDGER_OTHER');
  if (later.header.height < height) throw new ProofError('LEDGER_STALE');
  const earlierHash = fabricHeaderHash(provider, earlier.header);
  const laterHash = fabricHeaderHash(provider, later.header);
  let last = earlierHash;
  between.forEach((data, i) => {
    last = fabricHeaderHash(provider, { schema: 1, ledger, height: height + 1 + i, previous: last, data });
  });
  const same = later.header.height === height;
  const extends_ = same
    ? between.length === 0 && canonical(earlier.header) === canonical(later.header)
    : later.header.height === height + between.length + 1 && later.header.previous === last;
  if (!extends_) throw new ProofError('LEDGER_FORKED');
  return {
    earlier: { kind: 'fabric', header: earlier.header, headerHash: earlierHash, endorsed: [] },
    later: { kind: 'fabric', header: later.header, headerHash: laterHash, signed: later, endorsed: [] },
  };
}
