import { readCertificate, rememberVerified } from '@renxin/seal/verify';
import { outlineOf } from '../labor-contract/document/font.js';
import { Turns } from '../labor-contract/turns.js';
import type { SealDesk } from '../seals/desk.js';
import { sealFile, useFile } from '../seals/seal-file.js';
import { JsonRecords } from '../store/index.js';
import type { Base } from './base.js';

/** The use cases of e-seals, for the organisation that decides about them and has them made. */
export function sealDesk(
  base: Base,
  organisation: string,
  ownersLists: SealDesk['owners']['crls'],
): SealDesk {
  const { store, provider, clock, random, ledger, keys, hierarchy, sealMakers } = base;
  const { certificateAuthorities } = base;
  const makers = certificateAuthorities.ready['seal-makers'];
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
      officers: new Map(Object.entries(base.officers)),
      crls: async () => [await makers.revocationList()],
      isRevoked: async () => {
        const { serial } = readCertificate(sealMakers.maker);
        return (await makers.issuedUnder(serial))?.revoked !== undefined;
      },
    },
    owners: { roots: [hierarchy.root], intermediates: [hierarchy.province], crls: ownersLists },
    outlines: (character) => outlineOf(character, 'bold'),
    provider: rememberVerified(provider, 4096),
    clock,
    random,
  };
}
