import { fabricAnchor, type FabricAnchor } from '@renxin/network/proof';
import { openFabricLedger, viewFabric } from '@renxin/network/fabric';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { readFile } from 'node:fs/promises';
import type { OpenedLedger } from './opened-ledger.js';

/** The anchor's file is not what `renxin network up` wrote. */
export class AnchorInvalid extends Error {
  readonly code = 'FABRIC_ANCHOR_INVALID';
}

/**
 * A channel of Hyperledger Fabric, in the name of the connection's organisation.
 * @throws AnchorInvalid; ConnectionError, LedgerError as `openFabricLedger`
 */
export async function openFabric(options: {
  readonly connection: string;
  readonly anchor: string;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
}): Promise<OpenedLedger> {
  const { connection, provider, clock } = options;
  const anchor = await readAnchor(options.anchor);
  const ledger = await openFabricLedger({ connection, clock });
  return {
    ledger,
    view: viewFabric(ledger, { connection, anchor, provider }),
    anchors: async () => ({ fabric: { anchor, standing: 'test' } }),
  };
}

async function readAnchor(file: string): Promise<FabricAnchor> {
  try {
    return fabricAnchor.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new AnchorInvalid(file, { cause });
  }
}
