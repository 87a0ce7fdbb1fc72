import type { CertificateKey } from '@renxin/seal/crypto';
import { hosted } from '../demonstration/organisations.js';
import { logKeyNames } from '../evidence-log/index.js';
import type { AuthorityName } from '../pki/authorities.js';
import { hierarchyKeys, rsaHierarchyKeys } from '../pki/hierarchy.js';
import { sealMakerKeys } from '../pki/seal-makers.js';

/** What a key of this platform is for, whose it is, and how it may be held. */
export interface KeyKind {
  readonly purpose: { readonly zh: string; readonly en: string };
  /** The organisation whose key it is; null for keys of the platform as a whole. */
  readonly organisation: string | null;
  /** The kinds of keys that can do it. */
  readonly algorithms: readonly CertificateKey['algorithm'][];
  /** Each use is put down by itself, before and after it; of the others uses are counted. */
  readonly recorded: boolean;
}

/** The kind of the signing key of this name; undefined when the platform has no such key. */
export function kindOf(name: string): KeyKind | undefined {
  return kinds.get(name);
}

const SM2 = ['SM2'] as const;
const AUTHORITIES: Readonly<Record<AuthorityName, { readonly zh: string; readonly en: string }>> = {
  root: { zh: '国密根 CA', en: 'root of the SM2 hierarchy' },
  province: { zh: '广东 CA（国密）', en: 'Guangdong’s authority (SM2)' },
  'root-p256': { zh: '国际根 CA', en: 'root of the P-256 hierarchy' },
  'province-p256': { zh: '广东 CA（P-256）', en: 'Guangdong’s authority (P-256)' },
  'root-rsa': { zh: 'RSA 根 CA', en: 'root of the RSA hierarchy' },
  'province-rsa': { zh: '广东 CA（RSA）', en: 'Guangdong’s authority (RSA)' },
  'seal-makers': { zh: '制章 CA', en: 'authority for seal makers' },
};
const MINISTRY = hosted[0].id;
const GUANGDONG = hosted[1].id;

const kinds: ReadonlyMap<string, KeyKind> = new Map([
  ...hosted.map(({ id, role }): [string, KeyKind] => [
    id,
    {
      purpose: { zh: '登记密钥：以机构名义签名', en: 'registry key: signs in the organisation’s name' },
      organisation: id,
      // A province proves its credentials with SM2.
      algorithms: role === 'province' ? SM2 : ['SM2', 'P-256'],
      recorded: false,
    },
  ]),
  ...hosted.map(({ id }): [string, KeyKind] => [
    logKeyNames(id).sm2,
    {
      purpose: { zh: '证据日志检查点', en: 'checkpoints of the evidence log' },
      organisation: id,
      algorithms: SM2,
      recorded: false,
    },
  ]),
  [
    'operator',
    {
      purpose: { zh: '账本区块', en: 'blocks of the ledger' },
      organisation: MINISTRY,
      algorithms: ['SM2', 'P-256'],
      recorded: false,
    },
  ],
  ...Object.entries({ ...hierarchyKeys, ...rsaHierarchyKeys, ...sealMakerKeys }).flatMap(
    ([name, algorithm]): [string, KeyKind][] => ofHierarchy(name, algorithm),
  ),
]);

/** An authority comes with its responder. */
function ofHierarchy(name: string, algorithm: CertificateKey['algorithm']): [string, KeyKind][] {
  const algorithms = [algorithm];
  const organisation = name.startsWith('province') ? GUANGDONG : MINISTRY;
  if (name.startsWith('time-stamp-')) {
    const purpose = { zh: '时间戳', en: 'time-stamps' };
    return [[name, { purpose, organisation, algorithms, recorded: false }]];
  }
  if (name === 'seal-maker') {
    const purpose = { zh: '制作电子印章', en: 'makes e-seals' };
    return [[name, { purpose, organisation: GUANGDONG, algorithms, recorded: true }]];
  }
  const purpose = AUTHORITIES[name as AuthorityName];
  const responder = { zh: `证书状态应答：${purpose.zh}`, en: `status of certificates: ${purpose.en}` };
  return [
    [name, { purpose, organisation, algorithms, recorded: true }],
    [`ocsp-${name}`, { purpose: responder, organisation, algorithms, recorded: false }],
  ];
}
