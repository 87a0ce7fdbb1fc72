import { sameKey, type CertificateKey } from '@renxin/seal/crypto';
import { readCertificate, type Certificate } from '@renxin/seal/verify';
import type { KeyView } from '@renxin/wallets/api';
import { fingerprintOf, type KeyRing } from './key-ring.js';
import { kindOf } from './kinds.js';

/**
 * Every key that this platform holds, by name: signing keys with the certificate (one of `certificates`, DER) that is for
 * each, and the other secrets. Nothing of it is secret.
 */
export function inventoryOf(keys: KeyRing, certificates: readonly Uint8Array[], now: Date): KeyView[] {
  const known = certificates.map(readCertificate);
  const signing = keys.names().map((name) => signingKey(keys, name, known, now.getTime()));
  return [...signing, ...keys.secretNames().map(secretOf)];
}

function signingKey(keys: KeyRing, name: string, certificates: readonly Certificate[], now: number): KeyView {
  const { key } = keys.certificateSigner(name);
  const kind = kindOf(name);
  const placed = keys.placed(name);
  const booked = keys.booked(name);
  return {
    name,
    organisation: kind?.organisation ?? null,
    purpose: kind?.purpose ?? { zh: '其他', en: 'other' },
    algorithm: key.algorithm,
    fingerprint: fingerprintOf(key),
    held:
      placed === undefined
        ? { kind: 'file' }
        : { kind: 'pkcs11', device: placed.device, token: placed.token, label: placed.label },
    testOnly: placed === undefined,
    since: booked?.since ?? null,
    lastUse: booked?.lastUse ?? null,
    uses: booked?.uses ?? 0,
    refused: booked?.refused ?? 0,
    recorded: kind?.recorded ?? false,
    ...certified(key, certificates, now),
  };
}

/** The newest certificate that is for this key. */
function certified(
  key: CertificateKey,
  certificates: readonly Certificate[],
  now: number,
): Pick<KeyView, 'certificate' | 'state'> {
  const [newest] = certificates
    .filter((each) => sameKey(each.key, key))
    .sort((a, b) => b.notAfter - a.notAfter);
  if (newest === undefined) return { certificate: null, state: 'without-certificate' };
  const { serial, notBefore, notAfter } = newest;
  const certificate = {
    serial,
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
  };
  const state = now < notBefore ? 'not-yet' : now < notAfter + 1000 ? 'in-period' : 'expired';
  return { certificate, state };
}

const SECRETS: readonly (readonly [string, KeyView['algorithm'], KeyView['purpose']])[] = [
  ['log-ed25519-', 'Ed25519', { zh: '证据日志检查点', en: 'checkpoints of the evidence log' }],
  ['witness-ed25519-', 'Ed25519', { zh: '见证其他机构的日志', en: 'witnesses the logs of others' }],
  ['assertion-', 'Ed25519', { zh: '凭证签名（EdDSA）', en: 'proofs of credentials (EdDSA)' }],
  ['token-', 'HMAC', { zh: '访问令牌', en: 'access tokens' }],
  ['people-', 'HMAC', { zh: '人员的化名', en: 'pseudonyms of people' }],
];

/** A secret signs under its own name elsewhere, so that its uses are not counted here. */
function secretOf(name: string): KeyView {
  const [prefix, algorithm, purpose] = SECRETS.find(([start]) => name.startsWith(start)) ?? [
    '',
    'HMAC',
    null,
  ];
  return {
    name,
    organisation: prefix === '' ? null : name.slice(prefix.length),
    purpose: purpose ?? { zh: '其他', en: 'other' },
    algorithm,
    fingerprint: null,
    held: { kind: 'file' },
    testOnly: true,
    since: null,
    lastUse: null,
    uses: null,
    refused: null,
    recorded: false,
    certificate: null,
    state: 'without-certificate',
  };
}
