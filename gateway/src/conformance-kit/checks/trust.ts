import { openTrust, TrustError } from '@renxin/archive/verify';
import { Failed, found, type Check, type Kit } from '../check.js';
import { get, requireStatus } from '../http.js';

/**
 * The trust file as it is served now, of the same signer as before: a key that was registered since stands in it.
 * @throws Failed TRUST_MALFORMED, TRUST_SIGNATURE, TRUST_FINGERPRINT
 */
export async function trustNow(kit: Kit): Promise<NonNullable<Kit['trust']>> {
  const url = `${kit.base}/trust.json`;
  const got = await get(url, 'application/json');
  requireStatus(got, 200, url);
  try {
    const opened = openTrust(got.bytes, kit.provider);
    const expected = kit.fingerprint ?? kit.trust?.fingerprint;
    if (expected !== undefined && opened.fingerprint !== expected)
      throw new Failed('TRUST_FINGERPRINT', { came: opened.fingerprint });
    kit.trust = { ...opened, bytes: got.bytes };
    return kit.trust;
  } catch (error) {
    if (error instanceof TrustError) throw new Failed(error.code, {}, { cause: error });
    throw error;
  }
}

/** Whom the deployment asks to be believed. */
export const trustChecks: readonly Check[] = [
  {
    id: 'trust-file-signed',
    group: 'trust',
    title: { zh: '信任文件格式规范、签名有效', en: 'The trust file has its form, and its signature holds' },
    clause: 'docs/formats/trust-file.md 1–3',
    run: async (kit) => {
      const { fingerprint, trust } = await trustNow(kit);
      return { fingerprint, ledger: trust.ledger };
    },
  },
  {
    id: 'trust-file-in-period',
    group: 'trust',
    title: { zh: '信任文件在有效期内', en: 'The trust file is in its period' },
    clause: 'docs/formats/trust-file.md 4',
    run: (kit) => {
      const { issuedAt, validUntil } = found(kit.trust).trust;
      const now = kit.clock().toISOString();
      // A minute for clocks that differ.
      const soon = new Date(kit.clock().getTime() + 60_000).toISOString();
      if (issuedAt > soon || validUntil < now) throw new Failed('TRUST_PERIOD', { issuedAt, validUntil });
      return Promise.resolve({ issuedAt, validUntil });
    },
  },
  {
    id: 'trust-file-names-province',
    group: 'trust',
    title: { zh: '信任文件载明本省及其密钥', en: 'The trust file knows the province and its keys' },
    clause: 'docs/formats/trust-file.md 12',
    run: (kit) => {
      const issuer = found(kit.trust).trust.issuers?.find(({ id }) => id === kit.province);
      if (issuer?.role !== 'province') throw new Failed('PROVINCE_UNKNOWN', { province: kit.province });
      const inForce = issuer.assertionKeys.filter(({ until }) => until === undefined).length;
      return Promise.resolve({ keys: issuer.keys.length, assertionKeysInForce: inForce });
    },
  },
];
