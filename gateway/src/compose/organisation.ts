import type { registryMessages } from '@renxin/chaincode/messages';
import { createDidResolver } from '@renxin/credentials/did';
import { didsOn, publicFetch } from '../did/sources.js';
import type { HostedLog } from '../evidence-log/index.js';
import type { HostedOrganisation } from '../http/composition.js';
import { IdempotentAnswers } from '../idempotency/idempotent-answers.js';
import { Sessions } from '../session/index.js';
import { organisationOn } from '../session/registered-party.js';
import type { Services } from '../services.js';
import { guangdong } from '../demonstration/organisations.js';
import type { Base } from './base.js';
import { consentServices } from './consents.js';
import { keyDesk } from './key-desk.js';
import { PLATFORM } from './organisation-names.js';
import { sealsConcerned } from './revoking.js';
import { evidenceDesk } from './evidence.js';
import { eCertificates } from './e-certificates.js';
import { imports } from './imports.js';
import { issuance } from './issuance.js';
import { presentations } from './presentations.js';
import { laborContractServices } from './labor-contracts.js';
import { partiesOn } from './parties.js';
import { sealDesk } from './seals.js';
import { trustFile } from './trust-file.js';
import type { ChangeDesk } from '../trust-registry/changing.js';
import { vcalmServices } from './vcalm.js';

type Organisation = Pick<registryMessages.Organisation, 'id' | 'role'>;

/** An organisation that this process hosts under `/orgs/{id}`, with services of its own. */
export function hostedOrganisation(base: Base, { id, role }: Organisation): HostedOrganisation {
  return { id, role, services: { ...commonServices(base, id), ...useCases(base, { id, role }) } };
}

/**
 * The use cases that this organisation offers. A new one is added here in one line, as an optional member of `Services`
 * (gateway/src/services.ts); it is constructed in a file of its own in this folder, from `Base` and the organisation, with
 * its records under `{organisation}/` in the store.
 */
function useCases(base: Base, { id, role }: Organisation): Partial<Services> {
  return {
    ...(id === PLATFORM && platform(base, id)),
    ...(id === guangdong.id && { consents: consentServices(base, guangdong) }),
    ...((role === 'arbitration' || role === 'court') && { evidence: evidenceDesk(base, id) }),
    ...((role === 'province' || role === 'ministry') && { registryChanges: registryChanges(base, id) }),
    ...(role === 'province' && provinceServices(base, id)),
  };
}

function registryChanges({ ledger, clock, keys }: Base, organisation: string): ChangeDesk {
  return { organisation, ledger, clock, signer: () => keys.signer(organisation) };
}

function provinceServices(base: Base, id: string): Partial<Services> {
  const certificates = eCertificates(base, id);
  return {
    eCertificates: certificates,
    imports: imports(base, certificates),
    issuance: issuance(base, certificates),
    presentations: presentations(base, certificates),
  };
}

/** Labor contracts, and the seals with which employers conclude them. */
function platform(base: Base, id: string): Pick<Services, 'laborContracts' | 'seals'> {
  const laborContracts = laborContractServices(base, id);
  return { laborContracts, seals: sealDesk(base, id, laborContracts.revocationLists) };
}

function commonServices(base: Base, id: string): Services {
  const { store, clock, random, provider, keys, ledger, publicUrl } = base;
  const sessions = new Sessions({
    ledger: ledger.name,
    audience: () => `${publicUrl()}/orgs/${id}`,
    keyOf: partiesOn(ledger),
    verify: (key, message, signature) => provider.verify(key, message, signature),
    tokenKey: keys.secret(`token-${id}`),
    clock,
    random,
  });
  return {
    store,
    sessions,
    idempotency: new IdempotentAnswers(store, id, clock),
    ledger,
    view: base.view,
    resolveDid: createDidResolver({ lookup: didsOn(ledger), fetch: publicFetch(base.outgoing) }),
    registry: { organisation: (identifier: string) => organisationOn(ledger, identifier) },
    timeStamping: base.authorities,
    certificates: base.hierarchy,
    rsaCertificates: base.rsaHierarchy,
    certificateAuthorities: base.certificateAuthorities,
    sealMakers: base.sealMakers,
    sealsConcerned: sealsConcerned(base),
    keys: keyDesk(base),
    trust: (asOf) => trustFile(base, asOf),
    open: vcalmServices(base, id),
    evidenceLog: logOf(base, id).evidenceLog,
    hostedLog: (organisation) => base.logs.get(organisation),
  };
}

function logOf({ logs }: Base, id: string): HostedLog {
  const log = logs.get(id);
  if (log === undefined) throw new TypeError('an organisation without a log');
  return log;
}
