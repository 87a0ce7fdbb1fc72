import { registry } from '@renxin/chaincode/contracts';
import type { PublicKey, registryMessages } from '@renxin/chaincode/messages';
import type { Ledger, TxPosition } from '@renxin/network';
import { hosted, ministry, type Organisation } from '../demonstration/organisations.js';
import type { KeyRing } from '../keys/key-ring.js';
import { signAs } from './sign.js';

/** What an organisation answers that is a client in a process of its own: its key, and its signature that it holds it. */
export interface OrganisationPort {
  registration(): Promise<{ key: PublicKey }>;
  possess(change: registryMessages.RegistryChange): Promise<string>;
}

export type Accreditation = Extract<registryMessages.Change, { kind: 'accredit' }>['accreditation'];

/** Enrols a client organisation of the demonstration: it proves that it holds its key. */
export async function enrol(
  ledger: Ledger,
  keys: KeyRing,
  organisation: Organisation,
  port: OrganisationPort,
  now: Date,
): Promise<TxPosition> {
  const { key } = await port.registration();
  const { id, role, name, uscc, region } = organisation;
  return decide(
    ledger,
    keys,
    { kind: 'enrol', organisation: { id, role, name, uscc, region, key } },
    now,
    async (change) => [{ by: id, signature: await port.possess(change) }],
  );
}

/** Accredits an organisation for a type of certificate. */
export async function accredit(
  ledger: Ledger,
  keys: KeyRing,
  accreditation: Accreditation,
  now: Date,
): Promise<TxPosition> {
  return decide(ledger, keys, { kind: 'accredit', accreditation }, now, async () => []);
}

/** A province of this platform accredits an organisation within its own accreditation. */
export async function delegate(
  ledger: Ledger,
  keys: KeyRing,
  delegation: registryMessages.Delegation,
  now: Date,
): Promise<TxPosition> {
  const signature = await signAs(keys, delegation.by, 'registry/delegate', ledger.name, delegation, now);
  return (await ledger.submit(registry.operations.delegate, { body: delegation, signature })).at;
}

/** The registry's next change: the ministry and the provinces of this platform approve, each with its own key. */
async function decide(
  ledger: Ledger,
  keys: KeyRing,
  change: registryMessages.Change,
  now: Date,
  newcomer: (change: registryMessages.RegistryChange) => Promise<registryMessages.SignedBy[]>,
): Promise<TxPosition> {
  const { next } = await ledger.evaluate(registry.operations.governance, {});
  const numbered: registryMessages.RegistryChange = { sequence: next, change };
  const approvers = hosted.filter(({ id, role }) => role === 'province' || id === ministry.id);
  const approvals = await Promise.all(
    approvers.map(async ({ id }) => ({
      by: id,
      signature: await signAs(keys, id, 'registry/change', ledger.name, numbered, now),
    })),
  );
  approvals.push(...(await newcomer(numbered)));
  return (await ledger.submit(registry.operations.change, { ...numbered, approvals })).at;
}
