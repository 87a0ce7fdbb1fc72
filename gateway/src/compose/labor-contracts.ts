import { factStatement } from '@renxin/archive/bundle';
import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { laborContractRecords } from '@renxin/chaincode/contracts';
import { archiveFile } from '../archive/archive-file.js';
import type { EvidenceLog } from '../evidence-log/index.js';
import { contractFile, contractNumber, priorContract } from '../labor-contract/contract-file.js';
import type { Desk } from '../labor-contract/desk.js';
import { disclosureBody } from '../labor-contract/disclosure.js';
import { IdentityRecords } from '../labor-contract/identities.js';
import { documentPress } from '../labor-contract/press.js';
import { concludedLater } from '../labor-contract/concluding-later.js';
import { LaterStamps } from '../time-stamping/later-stamps.js';
import { MakingUp } from '../time-stamping/making-up.js';
import { Turns } from '../labor-contract/turns.js';
import type { LaborContractServices } from '../services.js';
import type { KeyOf } from '../session/index.js';
import { organisationOn } from '../session/registered-party.js';
import { Blobs, JsonRecords } from '../store/index.js';
import type { Base } from './base.js';
import { documentDesk } from './documents.js';
import { partiesOn } from './parties.js';
import { askOf } from './time-stamping.js';
import { trustFile } from './trust-file.js';

const VERSION = '0.1.0';

/** The use cases of labor contracts, for the organisation that is a platform for them. */
export function laborContractServices(base: Base, organisation: string): LaborContractServices {
  const { store, provider, clock, random, ledger, keys, positions, authorities } = base;
  const { certificateAuthorities } = base;
  const keyOf: KeyOf = partiesOn(ledger);
  const disclosure = {
    text: disclosureBody.text,
    version: disclosureBody.version,
    sm3: toBase64url(provider.hash('SM3', canonicalBytes(disclosureBody))),
    body: disclosureBody,
  };
  const documents = documentDesk(base);
  const stamps = new LaterStamps({
    store,
    organisation,
    ask: askOf(authorities),
    made: (name, token) => concludedLater(desk, name, token),
    provider,
    clock,
    random,
  });
  const makingUp = new MakingUp(stamps);
  const desk: Desk = {
    ...documents,
    organisation,
    store,
    files: new JsonRecords(store, `${organisation}/labor-contract`, contractFile),
    pairs: new JsonRecords(store, `${organisation}/labor-contract-pair`, priorContract),
    blobs: new Blobs(store, `${organisation}/blob`),
    numbers: new JsonRecords(store, `${organisation}/labor-contract-number`, contractNumber),
    turns: new Turns(),
    identities: new IdentityRecords(organisation, store, provider, ledger.name, async (id) => {
      const party = await keyOf(id);
      const attests = party?.role === 'identity-authority' && party.state === 'active';
      return attests ? party.key : undefined;
    }),
    disclosure,
    press: documentPress((bytes) => provider.hash('SM3', bytes), true),
    later: {
      stampOrLater: async (what) => {
        const token = await stamps.stampOrLater(what);
        if (token === undefined) makingUp.wake();
        return token;
      },
    },
    verificationDesk: () => `${base.publicUrl()}/#verify`,
    organisationOf: (identifier) => organisationOn(ledger, identifier),
    proveContract: (contract) => ledger.proveState(laborContractRecords.laborContracts, contract),
    random,
  };
  return {
    desk,
    makingUp,
    stampsWaiting: async () => (await stamps.waiting()).length,
    authority: certificateAuthorities.ready.province,
    internationalAuthority: certificateAuthorities.ready['province-p256'],
    revocationLists: documents.revocationLists,
    ledger,
    exporter: keys.signer(organisation),
    positionOf: (name) => positions.of(name),
    keepPosition: (name, at) => positions.keep(name, at),
    version: VERSION,
    evidenceLog: logOf(base, organisation),
    archives: { files: new JsonRecords(store, `${organisation}/archive`, archiveFile) },
    facts: new JsonRecords(store, `${organisation}/fact-statement`, factStatement),
    trust: () => trustFile(base),
  };
}

function logOf({ logs }: Base, organisation: string): EvidenceLog {
  const log = logs.get(organisation);
  if (log === undefined) throw new TypeError('an organisation without a log');
  return log.evidenceLog;
}
