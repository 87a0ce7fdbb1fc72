import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { join } from 'node:path';
import { z } from 'zod';
import {
  hierarchyPlan,
  issueHierarchy,
  rsaHierarchyKeys,
  rsaHierarchyPlan,
  type Hierarchy,
  type HierarchyIssuance,
  type RsaCertificates,
  type RsaHierarchy,
} from '../pki/hierarchy.js';

const certificates = z.record(z.string(), z.base64());

/** The certificates of this platform from their file; what is missing is made. */
export function keptHierarchy(directory: string, issuance: HierarchyIssuance): Promise<Hierarchy> {
  return kept(join(directory, 'certificates.json'), hierarchyPlan, issuance);
}

/** The same with RSA: keys and certificates are made when somebody first asks. */
export function keptRsaHierarchy(directory: string, issuance: () => HierarchyIssuance): RsaCertificates {
  const path = join(directory, 'certificates-rsa.json');
  let made: Promise<RsaHierarchy> | undefined;
  const make = async (): Promise<RsaHierarchy> => {
    const now = issuance();
    await now.keys.ensure(rsaHierarchyKeys);
    return kept(path, rsaHierarchyPlan, now);
  };
  return {
    made: () => {
      made ??= make();
      made.catch(() => (made = undefined));
      return made;
    },
    isMade: async () => made !== undefined || (await readIfThere(path)) !== undefined,
  };
}

async function kept<Member extends keyof Hierarchy | keyof RsaHierarchy>(
  path: string,
  plan: Parameters<typeof issueHierarchy<Member>>[0],
  issuance: HierarchyIssuance,
): Promise<Readonly<Record<Member, Uint8Array>>> {
  const text = await readIfThere(path);
  const before: Record<string, Uint8Array> = {};
  for (const [name, der] of Object.entries(text === undefined ? {} : certificates.parse(JSON.parse(text))))
    before[name] = new Uint8Array(Buffer.from(der, 'base64'));
  const all = await issueHierarchy(plan, before as Partial<Record<Member, Uint8Array>>, issuance);
  if (Object.keys(plan).every((name) => before[name] !== undefined)) return all;
  const encoded = Object.entries<Uint8Array>(all).map(([name, der]) => [
    name,
    Buffer.from(der).toString('base64'),
  ]);
  await writeDurably(path, JSON.stringify(Object.fromEntries(encoded)) + '\n');
  return all;
}
