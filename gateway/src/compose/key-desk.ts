import type { KeyDesk } from '../keys/desk.js';
import { inventoryOf } from '../keys/inventory.js';
import { KeyUses } from '../keys/key-uses.js';
import type { Base } from './base.js';

/** The inventory of keys, with the certificates that this platform has for them. */
export function keyDesk(base: Pick<Base, KeyDeskBase>): KeyDesk {
  const { keys, store, clock } = base;
  const uses = new KeyUses(store, clock);
  return {
    list: async () => inventoryOf(keys, await certificatesOf(base), clock()),
    usesOf: (name) => uses.of(name),
  };
}

type KeyDeskBase =
  'keys' | 'store' | 'clock' | 'hierarchy' | 'rsaHierarchy' | 'sealMakers' | 'certificateAuthorities';

async function certificatesOf({
  hierarchy,
  rsaHierarchy,
  sealMakers,
  certificateAuthorities,
}: Pick<Base, KeyDeskBase>): Promise<Uint8Array[]> {
  const rsa = (await rsaHierarchy.isMade()) ? Object.values({ ...(await rsaHierarchy.made()) }) : [];
  const responders: Uint8Array[] = [];
  for (const authority of await certificateAuthorities.all()) {
    const certificate = await authority.responderCertificate();
    if (certificate !== undefined) responders.push(certificate);
  }
  return [...Object.values({ ...hierarchy }), ...Object.values({ ...sealMakers }), ...rsa, ...responders];
}
