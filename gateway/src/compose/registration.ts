import { registry } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { registryMessages } from '@renxin/chaincode/messages';
import { LedgerError, type Ledger } from '@renxin/network';
import type { Organisation } from '../demonstration/organisations.js';
import { accredit, delegate, enrol, type Accreditation, type OrganisationPort } from '../founding/change.js';
import { foundLedger, type IdentityAuthorityPort } from '../founding/found.js';
import type { Base } from './base.js';

type Registering = Pick<Base, 'ledger' | 'keys' | 'clock' | 'positions'>;

/** Founds once: the ledger itself says whether it happened. */
export async function foundOnce(
  { ledger, keys, clock, positions }: Registering,
  authority: IdentityAuthorityPort,
): Promise<void> {
  if (await isFounded(ledger)) return;
  await positions.keep('founding', await foundLedger(ledger, keys, authority, clock()));
}

/** Enrols a client organisation of the demonstration once. */
export async function enrolOnce(
  { ledger, keys, clock, positions }: Registering,
  organisation: Organisation,
  port: OrganisationPort,
): Promise<void> {
  if (await isKnown(ledger.evaluate(registry.operations.identifier, { identifier: organisation.id }))) return;
  await positions.keep(organisation.id, await enrol(ledger, keys, organisation, port, clock()));
}

/** Accredits an organisation once: the identifier of the accreditation says which. */
export async function accreditOnce(
  { ledger, keys, clock }: Registering,
  accreditation: Accreditation,
): Promise<void> {
  if (await isKnown(ledger.evaluate(registry.operations.accreditation, { id: accreditation.id }))) return;
  await accredit(ledger, keys, accreditation, clock());
}

/** Lets a province accredit an organisation once, within what the registry gave the province. */
export async function delegateOnce(
  { ledger, keys, clock }: Registering,
  delegation: registryMessages.Delegation,
): Promise<void> {
  const { id } = delegation.accreditation;
  if (await isKnown(ledger.evaluate(registry.operations.accreditation, { id }))) return;
  await delegate(ledger, keys, delegation, clock());
}

/** Whether requests are welcome. A ledger that does not answer is not ready; anything else is a fault. */
export async function isReady(ledger: Ledger): Promise<boolean> {
  try {
    return await isFounded(ledger);
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/** Before the ledger is founded nobody is registered. */
function isFounded(ledger: Ledger): Promise<boolean> {
  return isKnown(ledger.evaluate(registry.operations.founding, {}));
}

async function isKnown(record: Promise<unknown>): Promise<boolean> {
  try {
    await record;
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}
