import type { CryptoProvider } from '@renxin/seal/crypto';
import { headerHash } from '../proof/header.js';
import type { CommandRecord } from '../proof/format.js';
import type { BlockView, CommandView, LedgerView, NetworkView } from '../view.js';
import type { EmbeddedLedger } from './embedded-ledger.js';
import type { StoredBlock } from './moment.js';

/** What can be seen of an embedded ledger: one operator, who signs every block. A refused command leaves nothing to see. */
export function viewEmbedded(
  ledger: EmbeddedLedger,
  operator: { readonly organisation: string; readonly provider: CryptoProvider },
): LedgerView {
  const { organisation, provider } = operator;
  return {
    async network(): Promise<NetworkView> {
      const height = (await ledger.height()) ?? null;
      const node = { role: 'operator', organisation, name: organisation, state: 'answers', height } as const;
      const endorsement = { needed: 1, of: 1 };
      return {
        kind: 'embedded',
        ledger: ledger.name,
        height,
        consensus: 'operator',
        endorsement,
        nodes: [node],
      };
    },
    async blocks(limit: number, before?: number): Promise<BlockView[]> {
      const above = Math.min((await ledger.height()) ?? -1, (before ?? Infinity) - 1);
      const heights = Array.from({ length: limit }, (_, i) => above - i).filter((height) => height >= 0);
      const stored = await Promise.all(heights.map((height) => ledger.block(height)));
      return stored.map((block) => blockView(block, organisation, provider));
    },
  };
}

function blockView({ signed, commands }: StoredBlock, operator: string, provider: CryptoProvider): BlockView {
  const { height, previous, time, txId } = signed.header;
  return {
    height,
    hash: headerHash(provider, signed.header),
    previous,
    time,
    signers: [operator],
    transactions: [
      {
        txId,
        kind: 'commands',
        validity: 'VALID',
        time,
        submitter: commands[0]?.caller ?? null,
        endorsers: [operator],
        commands: commands.map(commandView),
      },
    ],
  };
}

function commandView({ contract, operation, index, event }: CommandRecord): CommandView {
  return { contract, operation, outcome: 'done', index, code: null, event: event?.name ?? null };
}
