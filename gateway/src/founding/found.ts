import { registry } from '@renxin/chaincode/contracts';
import type { PublicKey, registryMessages } from '@renxin/chaincode/messages';
import type { Ledger, TxPosition } from '@renxin/network';
import { hosted, identityAuthorityOrganisation } from '../demonstration/organisations.js';
import type { KeyRing } from '../keys/key-ring.js';
import { signAs } from './sign.js';

/** What the identity authority's own process answers: its key, its officers' keys, its signature under the founding record. */
export interface IdentityAuthorityPort {
  registration(): Promise<{ key: PublicKey; officers: { id: string; key: PublicKey }[] }>;
  found(founding: registryMessages.Founding): Promise<string>;
}

/**
 * Founds the ledger: the organisations of this platform and the identity authority sign one record, each with its own
 * key; the identity authority in its own process.
 */
export async function foundLedger(
  ledger: Ledger,
  keys: KeyRing,
  authority: IdentityAuthorityPort,
  now: Date,
): Promise<TxPosition> {
  const { key, officers } = await authority.registration();
  const founding: registryMessages.Founding = {
    ledger: ledger.name,
    founders: [
      ...hosted.map((organisation) => ({ ...organisation, key: keys.signer(organisation.id).key })),
      { ...identityAuthorityOrganisation, key },
    ],
    officers,
    recoveryDelayHours: 168,
    at: now.toISOString(),
  };
  const signatures = await Promise.all(
    hosted.map(async ({ id }) => ({
      by: id,
      signature: await signAs(keys, id, 'registry/found', ledger.name, founding, now),
    })),
  );
  signatures.push({ by: identityAuthorityOrganisation.id, signature: await authority.found(founding) });
  return (await ledger.submit(registry.operations.found, { founding, signatures })).at;
}
