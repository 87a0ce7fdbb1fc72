import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { issueCertificate, issueRoot } from '@renxin/seal/pki';
import { POLICY_TEST } from '@renxin/seal/verify';
import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { z } from 'zod';
import { unattended, type KeyRing } from '../keys/key-ring.js';
import { addressesOf, type PkiAddress } from './addresses.js';

/** The authority for seal makers, apart from the one for people and organisations, and the maker of this platform. */
export interface SealMakers {
  readonly root: Uint8Array;
  readonly maker: Uint8Array;
}

export const sealMakerKeys = {
  'seal-makers': 'SM2',
  'seal-maker': 'SM2',
} as const satisfies Record<string, PublicKey['algorithm']>;

const certificates = z.strictObject({ root: z.base64(), maker: z.base64() });

/** Its certificates from their file; made on the first start. */
export async function keptSealMakers(
  path: string,
  keys: KeyRing,
  provider: CryptoProvider,
  random: (length: number) => Uint8Array,
  now: Date,
  address: PkiAddress | undefined,
): Promise<SealMakers> {
  const text = await readIfThere(path);
  if (text !== undefined) {
    const { root, maker } = certificates.parse(JSON.parse(text));
    return { root: bytesOf(root), maker: bytesOf(maker) };
  }
  const made = await issueSealMakers(keys, provider, random, now, address);
  await writeDurably(path, JSON.stringify({ root: textOf(made.root), maker: textOf(made.maker) }) + '\n');
  return made;
}

const YEAR = 365 * 86_400_000;

async function issueSealMakers(
  keys: KeyRing,
  provider: CryptoProvider,
  random: (length: number) => Uint8Array,
  now: Date,
  address: PkiAddress | undefined,
): Promise<SealMakers> {
  const base = (commonName: string, years: number) => ({
    subject: { country: 'CN', organization: '人信演示（仅供测试）', commonName },
    notBefore: new Date(now.getTime() - 60_000),
    notAfter: new Date(now.getTime() + years * YEAR),
    policies: [POLICY_TEST],
    random,
    activation: unattended('seal-makers', now),
    provider,
  });
  const signer = keys.signer('seal-makers');
  const root = await issueRoot({ ...base('人信演示制章 CA（SM2）', 20), signer, pathLength: 0 });
  const maker = await issueCertificate({
    ...base('人信演示制章（SM2）', 10),
    profile: 'seal-maker',
    issuer: { signer, certificate: root },
    key: keys.signer('seal-maker').key,
    ...addressesOf(address, 'seal-makers'),
  });
  return { root, maker };
}

function textOf(der: Uint8Array): string {
  return Buffer.from(der).toString('base64');
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
