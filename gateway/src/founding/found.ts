import { toBase64url } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import type { registryMessages } from '@renxin/chaincode/messages';
import { messageBytes, type MessageBody, type MessageKind, type PublicKey } from '@renxin/chaincode/messages';
import type { Ledger, TxPosition } from '@renxin/network';
import { employer, hosted, identityAuthorityOrganisation, ministry } from '../demonstration/organisations.js';
import { unattended, type KeyRing } from '../keys/key-ring.js';

/** What the identity authority's own process answers: its key, its officers' keys, its signature under the founding record. */
export interface IdentityAuthorityPort {
  registration(): Promise<{ key: PublicKey; officers: { id: string; key: PublicKey }[] }>;
  found(founding: registryMessages.Founding): Promise<string>;
}

/** What the employer's own process answers: its key, and its signature that it holds it. */
export interface EmployerPort {
  registration(): Promise<{ key: PublicKey }>;
  possess(change: registryMessages.RegistryChange): Promise<string>;
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
      signature: await sign(keys, id, 'registry/found', ledger.name, founding, now),
    })),
  );
  signatures.push({ by: identityAuthorityOrganisation.id, signature: await authority.found(founding) });
  return (await ledger.submit(registry.operations.found, { founding, signatures })).at;
}

/** Enrols the demonstration's employer: the ministry and the provinces of this platform approve, the employer proves its key. */
export async function enrolEmployer(
  ledger: Ledger,
  keys: KeyRing,
  port: EmployerPort,
  now: Date,
): Promise<TxPosition> {
  const { key } = await port.registration();
  const { id, role, name, uscc, region } = employer;
  const organisation = { id, role, name, uscc, region, key };
  const change: registryMessages.RegistryChange = { sequence: 1, change: { kind: 'enrol', organisation } };
  const approvers = hosted.filter((each) => each.role === 'province' || each.id === ministry.id);
  const approvals = await Promise.all(
    approvers.map(async (each) => ({
      by: each.id,
      signature: await sign(keys, each.id, 'registry/change', ledger.name, change, now),
    })),
  );
  approvals.push({ by: id, signature: await port.possess(change) });
  return (await ledger.submit(registry.operations.change, { ...change, approvals })).at;
}

async function sign<K extends MessageKind>(
  keys: KeyRing,
  name: string,
  kind: K,
  ledger: string,
  body: MessageBody<K>,
  now: Date,
): Promise<string> {
  const signer = keys.signer(name);
  const message = messageBytes(kind, ledger, body);
  return toBase64url(
    await signer.sign({ algorithm: signer.key.algorithm, message, activation: unattended(kind, now) }),
  );
}
