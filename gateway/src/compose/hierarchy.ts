import type { CryptoProvider } from '@renxin/seal/crypto';
import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { z } from 'zod';
import type { KeyRing } from '../keys/key-ring.js';
import { issueHierarchy, type Hierarchy } from '../pki/hierarchy.js';

const certificates = z.strictObject({
  root: z.base64(),
  province: z.base64(),
  timeStampSm2: z.base64(),
  rootP256: z.base64(),
  timeStampP256: z.base64(),
});

/** The certificates of this platform from its file; made on the first start. */
export async function keptHierarchy(
  path: string,
  keys: KeyRing,
  provider: CryptoProvider,
  random: (length: number) => Uint8Array,
  now: Date,
): Promise<Hierarchy> {
  const text = await readIfThere(path);
  if (text !== undefined) {
    const kept = certificates.parse(JSON.parse(text));
    return Object.fromEntries(
      Object.entries(kept).map(([name, der]) => [name, new Uint8Array(Buffer.from(der, 'base64'))]),
    ) as unknown as Hierarchy;
  }
  const made = await issueHierarchy(keys, provider, random, now);
  const encoded = Object.fromEntries(
    Object.entries(made).map(([name, der]: [string, Uint8Array]) => [
      name,
      Buffer.from(der).toString('base64'),
    ]),
  );
  await writeDurably(path, JSON.stringify(encoded) + '\n');
  return made;
}
