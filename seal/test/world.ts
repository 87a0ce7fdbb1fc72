import { toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { publicKeyBits, type CertificateKey, type RsaKey } from '../src/crypto/index.js';
import { nativeProvider } from '../src/crypto/native.js';
import { createPureSigner, pureProvider } from '../src/crypto/pure.js';
import {
  issueCertificate,
  issueCertificateAuthority,
  issueCrl,
  issueRoot,
  POLICY_TEST,
  POLICY_TEST_TIME_STAMP,
  type Issuer,
  type Profile,
  type RevokedEntry,
} from '../src/pki/index.js';
import { signDetached, type DocumentAttributes } from '../src/cms/index.js';
import type { CryptoProvider } from '../src/crypto/provider.js';
import { rsaSignerOf } from '../src/signer/index.js';
import type { Activation, CertificateSigner, Signer } from '../src/signer/signer.js';
import {
  createTimeStampAuthority,
  timeStampRequest,
  type TimeStampAuthorityOptions,
} from '../src/tsa/index.js';
import { rememberVerified } from '../src/verify/index.js';
import { readCertificate, type KeyAlgorithm } from '../src/x509/index.js';
import { RSA_TEST_KEYS } from './keys/rsa-keys.js';

/** A small PKI of one kind of key, the same at every run: a root, a province below it, whoever is asked for below that. */

export const provider = rememberVerified(nativeProvider, 1000);
export const activation: Activation = { id: 'test', method: 'unattended', at: '2026-03-01T00:00:00.000Z' };

/** The middle of everything: certificates are older, lists are in force. */
export const T0 = new Date('2026-03-01T00:00:00.000Z');
export const DAY = 86_400_000;

export function days(n: number): Date {
  return new Date(T0.getTime() + n * DAY);
}

/** Random bytes that are the same at every run: SM3 in counter mode. */
export function seeded(seed: string): (length: number) => Uint8Array {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const block = pureProvider.hash('SM3', new TextEncoder().encode(`${seed}/${counter++}`));
      bytes.set(block.subarray(0, Math.min(32, length - at)), at);
    }
    return bytes;
  };
}

type Elliptic = PublicKey['algorithm'];
type KeyOf<A extends KeyAlgorithm> = A extends 'RSA' ? RsaKey : PublicKey;

export interface Holder<A extends KeyAlgorithm = Elliptic> extends Issuer {
  readonly signer: Signer<KeyOf<A>>;
  readonly key: KeyOf<A>;
}

export interface World<A extends KeyAlgorithm = Elliptic> {
  readonly algorithm: A;
  readonly random: (length: number) => Uint8Array;
  readonly root: Holder<A>;
  readonly province: Holder<A>;
  readonly person: Holder<A>;
  readonly authority: Holder<A>;
  /** The lists in force at T0, of the province and the root. */
  readonly crls: readonly Uint8Array[];
}

export type Overrides = Partial<Parameters<typeof issueCertificate>[0]>;

/** `making` computes the key identifiers; an impostor's may lie. */
export async function createWorld<A extends KeyAlgorithm>(
  algorithm: A,
  seed = 'world',
  making: CryptoProvider = provider,
): Promise<World<A>> {
  const random = seeded(`${seed}/${algorithm}`);
  nextRsaKey.set(random, seed === 'world' ? 0 : 6);
  const common = { policies: [POLICY_TEST], random, activation, provider: making };
  const rootSigner = newSigner(algorithm, random);
  const root = holder(
    rootSigner,
    await issueRoot({
      ...common,
      signer: rootSigner,
      subject: { country: 'CN', organization: '人信演示', commonName: '演示根 CA' },
      notBefore: days(-400),
      notAfter: days(8000),
    }),
  );
  const provinceSigner = newSigner(algorithm, random);
  const province = holder(
    provinceSigner,
    await issueCertificateAuthority({
      ...common,
      issuer: root,
      key: provinceSigner.key,
      subject: { country: 'CN', organization: '人信演示', commonName: '广东 CA' },
      notBefore: days(-300),
      notAfter: days(3000),
      crlUrl: 'http://127.0.0.1:8080/pki/root.crl',
    }),
  );
  const issue = (profile: Profile, commonName: string): Promise<Holder<A>> =>
    issueUnder({ algorithm, random, issuer: province }, profile, {
      subject: { country: 'CN', commonName },
      provider: making,
    });
  return {
    algorithm,
    random,
    root,
    province,
    person: await issue('person', '测试工人'),
    authority: await issue('time-stamp', '演示时间戳'),
    crls: [await listOf(province, []), await listOf(root, [])],
  };
}

/** The same names and key identifiers as `world` on keys of its own: all that an impostor can copy. */
export async function createImpostor<A extends KeyAlgorithm>({
  algorithm,
  ...world
}: World<A>): Promise<World<A>> {
  const own = await createWorld<A>(algorithm, 'impostor');
  const copied = new Map(
    [world.root, world.province].map(({ certificate }, i) => [
      publicKeyText([own.root, own.province][i]?.key),
      readCertificate(certificate).subjectKeyIdentifier,
    ]),
  );
  return createWorld<A>(algorithm, 'impostor', {
    ...provider,
    hash: (hash, ...parts) =>
      copied.get(toBase64url(parts[0] ?? new Uint8Array())) ?? provider.hash(hash, ...parts),
  });
}

function publicKeyText(key: CertificateKey | undefined): string {
  return key === undefined ? '' : toBase64url(publicKeyBits(key));
}

export async function issueUnder<A extends KeyAlgorithm>(
  at: { algorithm: A; random: (length: number) => Uint8Array; issuer: Issuer },
  profile: Profile,
  overrides: Overrides = {},
): Promise<Holder<A>> {
  const signer = newSigner(at.algorithm, at.random);
  const certificate = await issueCertificate({
    issuer: at.issuer,
    profile,
    key: signer.key,
    subject: { country: 'CN', commonName: '测试' },
    notBefore: days(-100),
    notAfter: days(265),
    crlUrl: 'http://127.0.0.1:8080/pki/guangdong.crl',
    policies: [POLICY_TEST],
    random: at.random,
    activation,
    provider,
    ...overrides,
  });
  return holder(signer, certificate);
}

/**
 * The province's key with a certificate that allows everything: what a lying authority shows to its own tools. What it
 * issues names the province and verifies with the province's key.
 */
export async function looseProvince(world: World<KeyAlgorithm>): Promise<Issuer> {
  const certificate = await issueRoot({
    signer: world.province.signer,
    subject: { country: 'CN', organization: '人信演示', commonName: '广东 CA' },
    notBefore: days(-400),
    notAfter: days(8000),
    pathLength: 5,
    policies: [POLICY_TEST],
    random: world.random,
    activation,
    provider,
  });
  return { signer: world.province.signer, certificate };
}

export function listOf(
  issuer: Issuer,
  revoked: readonly RevokedEntry[],
  thisUpdate = days(-1),
  nextUpdate = days(6),
): Promise<Uint8Array> {
  return issueCrl({ issuer, number: 7, thisUpdate, nextUpdate, revoked, activation, provider });
}

/** Which of the fixed keys comes next in a world: the same at every run, and six of its own for each of two worlds. */
const nextRsaKey = new WeakMap<object, number>();

function rsaKeyFor(random: (length: number) => Uint8Array): Uint8Array {
  const next = nextRsaKey.get(random) ?? 0;
  nextRsaKey.set(random, next - (next % 6) + ((next + 1) % 6));
  return new Uint8Array(Buffer.from(RSA_TEST_KEYS[next] ?? '', 'base64'));
}

export function newSigner<A extends KeyAlgorithm>(
  algorithm: A,
  random: (length: number) => Uint8Array,
): Signer<KeyOf<A>> {
  return anySigner(algorithm, random) as Signer<KeyOf<A>>;
}

function anySigner(algorithm: KeyAlgorithm, random: (length: number) => Uint8Array): CertificateSigner {
  if (algorithm === 'RSA') return rsaSignerOf(rsaKeyFor(random));
  const secret = random(32);
  secret[0] = 1;
  return createPureSigner(algorithm, secret, random);
}

export function holder<K extends CertificateKey>(
  signer: Signer<K>,
  certificate: Uint8Array,
): Issuer & { readonly signer: Signer<K>; readonly key: K } {
  return { signer, certificate, key: signer.key };
}

export const DOCUMENT = new TextEncoder().encode('劳动合同（演示）\n');

export const claims: DocumentAttributes = {
  signingTime: T0,
  checkpoint: { ledger: 'renxin-test', height: 41, header: toBase64url(new Uint8Array(32).fill(9)) },
  shown: new Uint8Array(32).fill(5),
  activation: 'activation-1',
};

export function signWith(
  world: World<KeyAlgorithm>,
  overrides: Partial<Parameters<typeof signDetached>[0]> = {},
): Promise<Uint8Array> {
  return signDetached({
    document: DOCUMENT,
    signer: world.person.signer,
    certificate: world.person.certificate,
    chain: [world.province.certificate, world.root.certificate],
    crls: world.crls,
    signedAttributes: claims,
    activation,
    provider,
    ...overrides,
  });
}

export function authorityOf(
  world: World<KeyAlgorithm>,
  overrides: Partial<TimeStampAuthorityOptions> = {},
): ReturnType<typeof createTimeStampAuthority> {
  let serial = 0n;
  return createTimeStampAuthority({
    signer: world.authority.signer,
    certificate: world.authority.certificate,
    chain: [world.province.certificate],
    crls: () => world.crls,
    policy: POLICY_TEST_TIME_STAMP,
    clock: () => T0,
    serials: () => Promise.resolve(++serial),
    accuracy: { seconds: 1 },
    provider,
    ...overrides,
  });
}

export const NONCE = Uint8Array.from([0x81, 2, 3, 4, 5, 6, 7, 8]);

export function requestFor(world: World<KeyAlgorithm>, data = DOCUMENT): Uint8Array {
  const algorithm = world.algorithm === 'SM2' ? 'SM3' : 'SHA-256';
  return timeStampRequest({ digest: provider.hash(algorithm, data), algorithm, nonce: NONCE, certReq: true });
}
