import { rememberVerified } from '@renxin/seal/verify';
import { outlineOf } from '../labor-contract/document/font.js';
import { Turns } from '../labor-contract/turns.js';
import { CertificateAuthority } from '../pki/certificate-authority.js';
import { ministry } from '../demonstration/organisations.js';
import type { SealDesk } from '../seals/desk.js';
import { sealFile, useFile } from '../seals/seal-file.js';
import { JsonRecords } from '../store/index.js';
import type { Base } from './base.js';

/** The use cases of e-seals, for the organisation that decides about them and has them made. */
export function sealDesk(
  { store, provider, clock, random, ledger, keys, hierarchy, sealMakers }: Base,
  organisation: string,
  ownersLists: SealDesk['owners']['crls'],
): SealDesk {
  const makers = new CertificateAuthority({
    name: 'seal-makers',
    organisation: ministry.id,
    issuer: { signer: keys.signer('seal-makers'), certificate: sealMakers.root },
    // Of this authority only the list is asked for, which seals carry with them.
    addresses: () => ({}),
    responder: async () => {
      await keys.ensure({ 'ocsp-seal-makers': 'SM2' });
      return keys.certificateSigner('ocsp-seal-makers');
    },
    adopted: [sealMakers.maker],
    store,
    provider,
    clock,
    random,
  });
  return {
    organisation,
    ledger,
    store,
    files: new JsonRecords(store, `${organisation}/seal`, sealFile),
    uses: new JsonRecords(store, `${organisation}/seal-use`, useFile),
    turns: new Turns(),
    signer: keys.signer(organisation),
    maker: {
      signer: keys.signer('seal-maker'),
      certificate: sealMakers.maker,
      crls: async () => [await makers.revocationList()],
    },
    owners: { roots: [hierarchy.root], intermediates: [hierarchy.province], crls: ownersLists },
    outlines: (character) => outlineOf(character, 'bold'),
    provider: rememberVerified(provider, 4096),
    clock,
    random,
  };
}
