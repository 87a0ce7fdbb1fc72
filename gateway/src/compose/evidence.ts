import { evidenceFile, type EvidenceDesk } from '../evidence/index.js';
import { hosted } from '../demonstration/organisations.js';
import { Turns } from '../labor-contract/turns.js';
import { Blobs, JsonRecords } from '../store/index.js';
import type { Base } from './base.js';
import { trustFile } from './trust-file.js';

/** What was handed over to an arbitration commission or a court, with its own key and its own records. */
export function evidenceDesk(base: Base, organisation: string): EvidenceDesk {
  const { store, provider, clock, random, ledger, keys, publicUrl } = base;
  return {
    organisation,
    ledger,
    store,
    files: new JsonRecords(store, `${organisation}/evidence`, evidenceFile),
    blobs: new Blobs(store, `${organisation}/blob`),
    turns: new Turns(),
    signer: keys.signer(organisation),
    trust: () => trustFile(base),
    // Only organisations that are known: nobody's request names an address.
    gatewayOf: (id) => (hosted.some((each) => each.id === id) ? `${publicUrl()}/orgs/${id}` : undefined),
    provider,
    clock,
    random,
  };
}
