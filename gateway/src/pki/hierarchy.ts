import type { PublicKey } from '@renxin/chaincode/messages';
import { issueCertificate, issueCertificateAuthority, issueRoot, type Issuer } from '@renxin/seal/pki';
import { POLICY_TEST } from '@renxin/seal/verify';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { unattended, type KeyRing } from '../keys/key-ring.js';

/** The certificates of a platform: two roots, a province's authority under the first, a time-stamp authority under each. */
export interface Hierarchy {
  /** SM2: people, organisations, the SM2 time-stamp authority. */
  readonly root: Uint8Array;
  readonly province: Uint8Array;
  readonly timeStampSm2: Uint8Array;
  /** P-256: the ECDSA time-stamp authority. */
  readonly rootP256: Uint8Array;
  readonly timeStampP256: Uint8Array;
}

export const hierarchyKeys = {
  root: 'SM2',
  province: 'SM2',
  'time-stamp-sm2': 'SM2',
  'root-p256': 'P-256',
  'time-stamp-p256': 'P-256',
} as const satisfies Record<string, PublicKey['algorithm']>;

const YEAR = 365 * 86_400_000;
const ORGANISATION = '人信演示（仅供测试）';

/** Makes the certificates once. All carry the test policy: they make no claim of a reliable electronic signature. */
export async function issueHierarchy(
  keys: KeyRing,
  provider: CryptoProvider,
  random: (length: number) => Uint8Array,
  now: Date,
): Promise<Hierarchy> {
  const base = (commonName: string, years: number) => ({
    subject: { country: 'CN', organization: ORGANISATION, commonName },
    notBefore: new Date(now.getTime() - 60_000),
    notAfter: new Date(now.getTime() + years * YEAR),
    policies: [POLICY_TEST],
    random,
    activation: unattended('hierarchy', now),
    provider,
  });
  const root = await issueRoot({ ...base('人信演示根 CA（SM2）', 20), signer: keys.signer('root') });
  const rootP256 = await issueRoot({
    ...base('Renxin demonstration root CA (P-256)', 20),
    signer: keys.signer('root-p256'),
  });
  const issuer: Issuer = { signer: keys.signer('root'), certificate: root };
  const issuerP256: Issuer = { signer: keys.signer('root-p256'), certificate: rootP256 };
  const province = await issueCertificateAuthority({
    ...base('人信演示广东 CA', 10),
    issuer,
    key: keys.signer('province').key,
  });
  const timeStamp = { profile: 'time-stamp' as const };
  const timeStampSm2 = await issueCertificate({
    ...base('人信演示时间戳（SM2）', 5),
    ...timeStamp,
    issuer,
    key: keys.signer('time-stamp-sm2').key,
  });
  const timeStampP256 = await issueCertificate({
    ...base('Renxin demonstration time-stamp (P-256)', 5),
    ...timeStamp,
    issuer: issuerP256,
    key: keys.signer('time-stamp-p256').key,
  });
  return { root, province, timeStampSm2, rootP256, timeStampP256 };
}
