import type { CertificateKey, CryptoProvider } from '@renxin/seal/crypto';
import { issueCertificate, issueCertificateAuthority, issueRoot, type Issuer } from '@renxin/seal/pki';
import { POLICY_TEST } from '@renxin/seal/verify';
import { unattended, type KeyRing } from '../keys/key-ring.js';
import { addressesOf, type PkiAddress } from './addresses.js';

/**
 * The certificates of a platform: the national hierarchy with SM2 and the international one with P-256, each with a root,
 * a province's authority for people and organisations, and a time-stamp authority.
 */
export interface Hierarchy {
  readonly root: Uint8Array;
  readonly province: Uint8Array;
  readonly timeStampSm2: Uint8Array;
  readonly rootP256: Uint8Array;
  readonly provinceP256: Uint8Array;
  readonly timeStampP256: Uint8Array;
}

/** The same with RSA, for readers that know nothing else; made when it is first asked for, since its keys take seconds. */
export interface RsaHierarchy {
  readonly rootRsa: Uint8Array;
  readonly provinceRsa: Uint8Array;
  readonly timeStampRsa: Uint8Array;
}

/** What is made when somebody first asks for it. */
export interface RsaCertificates {
  made(): Promise<RsaHierarchy>;
  isMade(): Promise<boolean>;
}

export const hierarchyKeys = {
  root: 'SM2',
  province: 'SM2',
  'time-stamp-sm2': 'SM2',
  'root-p256': 'P-256',
  'province-p256': 'P-256',
  'time-stamp-p256': 'P-256',
} as const satisfies Record<string, CertificateKey['algorithm']>;

export const rsaHierarchyKeys = {
  'root-rsa': 'RSA',
  'province-rsa': 'RSA',
  'time-stamp-rsa': 'RSA',
} as const satisfies Record<string, CertificateKey['algorithm']>;

/** The name of a key, of its certificate in routes, and of the authority that issues with it. */
export type HierarchyName = keyof typeof hierarchyKeys | keyof typeof rsaHierarchyKeys;

interface Planned {
  readonly name: HierarchyName;
  readonly kind: 'root' | 'authority' | 'time-stamp';
  readonly under?: keyof Hierarchy | keyof RsaHierarchy;
  readonly commonName: string;
}

/** In the order in which they are issued. */
export const hierarchyPlan: Readonly<Record<keyof Hierarchy, Planned>> = {
  root: { name: 'root', kind: 'root', commonName: '人信演示根 CA（SM2）' },
  rootP256: { name: 'root-p256', kind: 'root', commonName: 'Renxin demonstration root CA (P-256)' },
  province: { name: 'province', kind: 'authority', under: 'root', commonName: '人信演示广东 CA' },
  provinceP256: {
    name: 'province-p256',
    kind: 'authority',
    under: 'rootP256',
    commonName: 'Renxin demonstration Guangdong CA (P-256)',
  },
  timeStampSm2: {
    name: 'time-stamp-sm2',
    kind: 'time-stamp',
    under: 'root',
    commonName: '人信演示时间戳（SM2）',
  },
  timeStampP256: {
    name: 'time-stamp-p256',
    kind: 'time-stamp',
    under: 'rootP256',
    commonName: 'Renxin demonstration time-stamp (P-256)',
  },
};

export const rsaHierarchyPlan: Readonly<Record<keyof RsaHierarchy, Planned>> = {
  rootRsa: { name: 'root-rsa', kind: 'root', commonName: 'Renxin demonstration root CA (RSA)' },
  provinceRsa: {
    name: 'province-rsa',
    kind: 'authority',
    under: 'rootRsa',
    commonName: 'Renxin demonstration Guangdong CA (RSA)',
  },
  timeStampRsa: {
    name: 'time-stamp-rsa',
    kind: 'time-stamp',
    under: 'rootRsa',
    commonName: 'Renxin demonstration time-stamp (RSA)',
  },
};

const YEAR = 365 * 86_400_000;
const YEARS = { root: 20, authority: 10, 'time-stamp': 5 } as const;
const ORGANISATION = '人信演示（仅供测试）';

export interface HierarchyIssuance {
  readonly keys: KeyRing;
  readonly provider: CryptoProvider;
  readonly random: (length: number) => Uint8Array;
  readonly now: Date;
  /** Where revocation is asked for; undefined while nobody knows where this process listens. */
  readonly address: PkiAddress | undefined;
}

/**
 * Issues what the plan has and `kept` lacks. All carry the test policy: they make no claim of a reliable electronic
 * signature.
 */
export async function issueHierarchy<Member extends keyof Hierarchy | keyof RsaHierarchy>(
  plan: Readonly<Record<Member, Planned>>,
  kept: Readonly<Partial<Record<Member, Uint8Array>>>,
  issuance: HierarchyIssuance,
): Promise<Readonly<Record<Member, Uint8Array>>> {
  const made: Record<string, Uint8Array> = {};
  for (const [member, planned] of Object.entries<Planned>(plan)) {
    made[member] = kept[member as Member] ?? (await issue(planned, made, plan, issuance));
  }
  return made as Record<Member, Uint8Array>;
}

async function issue(
  { name, kind, under, commonName }: Planned,
  made: Readonly<Record<string, Uint8Array>>,
  plan: Readonly<Record<string, Planned>>,
  { keys, provider, random, now, address }: HierarchyIssuance,
): Promise<Uint8Array> {
  const common = {
    subject: { country: 'CN', organization: ORGANISATION, commonName },
    notBefore: new Date(now.getTime() - 60_000),
    notAfter: new Date(now.getTime() + YEARS[kind] * YEAR),
    policies: [POLICY_TEST],
    random,
    activation: unattended('hierarchy', now),
    provider,
  };
  const { key } = keys.certificateSigner(name);
  if (under === undefined) return issueRoot({ ...common, signer: keys.certificateSigner(name) });
  const issuerName = plan[under]?.name;
  const certificate = made[under];
  if (issuerName === undefined || certificate === undefined)
    throw new TypeError('an issuer that comes later');
  const issuer: Issuer = { signer: keys.certificateSigner(issuerName), certificate };
  const below = { ...common, issuer, key, ...addressesOf(address, issuerName) };
  return kind === 'authority'
    ? issueCertificateAuthority(below)
    : issueCertificate({ ...below, profile: 'time-stamp' });
}
