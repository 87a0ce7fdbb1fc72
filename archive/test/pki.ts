import { toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { createNativeProvider } from '@renxin/seal/native';
import {
  issueCertificate,
  issueCrl,
  issueRoot,
  POLICY_TEST,
  POLICY_TEST_TIME_STAMP,
  type Issuer,
  type Profile,
  type RevokedEntry,
} from '@renxin/seal/pki';
import { createPureSigner } from '@renxin/seal/pure';
import type { Activation, Signer } from '@renxin/seal/signer';
import { createTimeStampAuthority, timeStampRequest } from '@renxin/seal/tsa';
import { readCertificate, rememberVerified } from '@renxin/seal/verify';

/** Certificates, lists and time-stamps for the tests: real ones, by the same code that the platform uses. */

export const provider = rememberVerified(createNativeProvider().provider, 4096);
export const activation: Activation = { id: 'test', method: 'unattended', at: '2026-03-01T00:00:00.000Z' };

/** Random bytes that are the same at every run: SM3 in counter mode. */
export function seeded(seed: string): (length: number) => Uint8Array {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const block = provider.hash('SM3', new TextEncoder().encode(`${seed}/${counter++}`));
      bytes.set(block.subarray(0, Math.min(32, length - at)), at);
    }
    return bytes;
  };
}

export function newSigner(
  random: (length: number) => Uint8Array,
  algorithm: PublicKey['algorithm'] = 'SM2',
): Signer {
  const secret = random(32);
  secret[0] = 1;
  return createPureSigner(algorithm, secret, random);
}

export interface Authorities {
  readonly root: Issuer;
  readonly p256Root: Issuer;
  readonly crls: readonly Uint8Array[];
  readonly p256Crls: readonly Uint8Array[];
  certify(profile: Profile, signer: Signer, name: string): Promise<Uint8Array>;
  /** A CRL of the SM2 root. */
  revoke(revoked: readonly RevokedEntry[]): Promise<Uint8Array>;
  /** Both tokens over the bytes, at this time. */
  stamp(bytes: Uint8Array, at: Date): Promise<{ sm2: Uint8Array; ecdsa: Uint8Array }>;
}

const DAY = 86_400_000;

/** A root for SM2 and one for P-256; certificates live from a year before `now` to a year after. */
export async function createAuthorities(seed: string, now: Date): Promise<Authorities> {
  const random = seeded(seed);
  const common = { random, activation, provider };
  const at = (days: number): Date => new Date(now.getTime() + days * DAY);

  const root = async (algorithm: PublicKey['algorithm']): Promise<Issuer> => {
    const signer = newSigner(random, algorithm);
    const subject = { country: 'CN', organization: '人信演示', commonName: `演示根 ${algorithm} ${seed}` };
    const period = { notBefore: at(-400), notAfter: at(4000) };
    return {
      signer,
      certificate: await issueRoot({ ...common, signer, subject, policies: [POLICY_TEST], ...period }),
    };
  };
  const issue = (issuer: Issuer, profile: Profile, signer: Signer, commonName: string): Promise<Uint8Array> =>
    issueCertificate({
      ...common,
      issuer,
      profile,
      key: signer.key,
      subject: { country: 'CN', commonName },
      notBefore: at(-365),
      notAfter: at(365),
      policies: [POLICY_TEST],
    });
  const list = (issuer: Issuer, revoked: readonly RevokedEntry[]): Promise<Uint8Array> =>
    issueCrl({ ...common, issuer, number: 1, thisUpdate: at(-1), nextUpdate: at(30), revoked });

  const sm2Root = await root('SM2');
  const p256Root = await root('P-256');
  const [crls, p256Crls] = [[await list(sm2Root, [])], [await list(p256Root, [])]];
  const authority = async (
    issuer: Issuer,
    algorithm: PublicKey['algorithm'],
    lists: readonly Uint8Array[],
  ) => {
    const signer = newSigner(random, algorithm);
    const certificate = await issue(issuer, 'time-stamp', signer, '演示时间戳');
    let serial = 0n;
    return (bytes: Uint8Array, time: Date): Promise<Uint8Array> => {
      const hash = algorithm === 'SM2' ? 'SM3' : 'SHA-256';
      const tsa = createTimeStampAuthority({
        signer,
        certificate,
        chain: [issuer.certificate],
        crls: () => lists,
        policy: POLICY_TEST_TIME_STAMP,
        clock: () => time,
        serials: () => Promise.resolve(++serial),
        accuracy: { seconds: 1 },
        provider,
      });
      return tsa.respond(
        timeStampRequest({ digest: provider.hash(hash, bytes), algorithm: hash, certReq: true }),
      );
    };
  };
  const sm2Stamp = await authority(sm2Root, 'SM2', crls);
  const ecdsaStamp = await authority(p256Root, 'P-256', p256Crls);
  return {
    root: sm2Root,
    p256Root,
    crls,
    p256Crls,
    certify: (profile, signer, name) => issue(sm2Root, profile, signer, name),
    revoke: (revoked) => list(sm2Root, revoked),
    stamp: async (bytes, time) => ({
      sm2: await sm2Stamp(bytes, time),
      ecdsa: await ecdsaStamp(bytes, time),
    }),
  };
}

export function serialOf(certificate: Uint8Array): string {
  return readCertificate(certificate).serial;
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function sm3(bytes: Uint8Array): string {
  return toBase64url(provider.hash('SM3', bytes));
}
