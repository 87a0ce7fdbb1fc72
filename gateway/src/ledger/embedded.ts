import { contracts } from '@renxin/chaincode/contracts';
import { openEmbeddedLedger, viewEmbedded } from '@renxin/network/embedded';
import { headerHash } from '@renxin/network/proof';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import type { OpenedLedger } from './opened-ledger.js';

/**
 * The ledger in a directory of this machine, operated by one organisation.
 * @throws LedgerError as `openEmbeddedLedger`
 */
export async function openEmbedded(options: {
  readonly directory: string;
  readonly name: string;
  readonly operator: { readonly id: string; readonly name: string; readonly signer: Signer };
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
}): Promise<OpenedLedger> {
  const { directory, name, operator, provider, clock } = options;
  const ledger = await openEmbeddedLedger({
    directory,
    contracts,
    name,
    caller: operator.id,
    operator: operator.signer,
    provider,
    clock,
  });
  return {
    ledger,
    view: viewEmbedded(ledger, { organisation: operator.id, provider }),
    anchors: async () => {
      const { header } = await ledger.header(0);
      const { key } = operator.signer;
      return {
        operators: [{ name: operator.name, key, from: header.time, standing: 'test' }],
        genesis: headerHash(provider, header),
      };
    },
    means: { ledger, directory, operator: operator.signer },
  };
}
