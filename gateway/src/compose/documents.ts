import { rememberVerified } from '@renxin/seal/verify';
import { validationDataOf } from '../pki/validation-data.js';
import type { DocumentDesk } from '../sealed-documents/index.js';
import type { Base } from './base.js';
import { partiesOn } from './parties.js';
import { timeStampingBy } from './time-stamping.js';

/** With what sealed and signed documents are judged and completed: this platform's authorities. */
export function documentDesk(base: Base): DocumentDesk {
  const { provider, clock, random, ledger, hierarchy, authorities, certificateAuthorities, sealMakers } =
    base;
  const keyOf = partiesOn(ledger);
  return {
    ledger,
    roots: [hierarchy.root],
    sealMakers: [sealMakers.root],
    sealMakersLists: async () => [await certificateAuthorities.ready['seal-makers'].revocationList()],
    revocationLists: async () => [
      await certificateAuthorities.ready.province.revocationList(),
      await certificateAuthorities.ready.root.revocationList(),
    ],
    international: {
      roots: [hierarchy.rootP256],
      revocationLists: async () => [
        await certificateAuthorities.ready['province-p256'].revocationList(),
        await certificateAuthorities.ready['root-p256'].revocationList(),
      ],
      validationData: (certificates) => validationDataOf(certificates, certificateAuthorities, provider),
    },
    timeStamping: timeStampingBy(authorities, provider, random),
    keyOf: async (identifier) => (await keyOf(identifier))?.key,
    // Certificates and revocation lists come back in every document.
    provider: rememberVerified(provider, 4096),
    clock,
  };
}
