import type { Blocks, Network } from '../../../src/inside/format';
import { read, readBytes } from '../platform/ask';

/** The calls of the page that looks inside. @throws PageProblem the platform refused or did not answer */
export const insideClient = {
  network: () => read<Network>('/api/v1/ledger/network'),
  /** @param before only blocks below this height */
  blocks: (before?: number) =>
    read<Blocks>(`/api/v1/ledger/blocks${before === undefined ? '' : `?before=${before}`}`),
  proof: (txId: string, index: number) => readBytes(proofPath(txId, index)),
};

export function proofPath(txId: string, index: number): string {
  return `/api/v1/ledger/transactions/${txId}/commands/${index}/proof`;
}
