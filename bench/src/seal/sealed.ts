import { writeSeal, writeSealSignature, type SealTrust } from '@renxin/seal/eseal';
import { nativeProvider } from '@renxin/seal/native';
import {
  issueCertificate,
  issueCrl,
  issueRoot,
  POLICY_TEST,
  type Issuer,
  type Profile,
} from '@renxin/seal/pki';
import { generateSigner, type Signer } from '@renxin/seal/signer';
import { randomBytes } from 'node:crypto';

/** Signatures with seals, and what it takes to check them. */
export interface Sealed {
  readonly signatures: readonly Uint8Array[];
  readonly trust: SealTrust;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

export const NOW = new Date('2026-03-02T08:00:00.000Z');
export const ACTIVATION = { id: 'bench', method: 'unattended', at: NOW.toISOString() } as const;
export const DOCUMENT = new Uint8Array(2000).fill(0x20);
/** As large as a drawn picture. */
const PICTURE = new Uint8Array(16_000).fill(5);

/** Each by another owner with another seal of another maker. */
export async function manyOwners(count: number): Promise<Sealed> {
  const world = await newWorld();
  const signatures: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const owner = await holder(world.owners, 'organisation');
    const seal = await sealOf(await holder(world.makers, 'seal-maker'), owner, i);
    signatures.push(await signatureOf(seal, owner, i));
  }
  return { ...world.given, signatures };
}

/** All by one owner with one seal, at different times. */
export async function oneOwner(count: number): Promise<Sealed> {
  const world = await newWorld();
  const owner = await holder(world.owners, 'organisation');
  const seal = await sealOf(await holder(world.makers, 'seal-maker'), owner, 0);
  const signatures: Uint8Array[] = [];
  for (let i = 0; i < count; i++) signatures.push(await signatureOf(seal, owner, i));
  return { ...world.given, signatures };
}

const days = (n: number): Date => new Date(NOW.getTime() + n * 86_400_000);
const common = {
  policies: [POLICY_TEST],
  random: (length: number) => new Uint8Array(randomBytes(length)),
  activation: ACTIVATION,
  provider: nativeProvider,
  notBefore: days(-300),
};

async function newWorld() {
  const owners = await authority('Owners');
  const makers = await authority('Makers');
  const listOf = (issuer: Issuer): Promise<Uint8Array> =>
    issueCrl({
      issuer,
      number: 1,
      thisUpdate: days(-1),
      nextUpdate: days(6),
      revoked: [],
      activation: ACTIVATION,
      provider: nativeProvider,
    });
  const trust = {
    signers: [owners.certificate],
    makers: [makers.certificate],
    timeStamps: [],
  };
  const crls = [await listOf(owners), await listOf(makers)];
  return { owners, makers, given: { trust, certificates: [], crls } };
}

async function authority(commonName: string): Promise<Issuer> {
  const { signer } = generateSigner('SM2');
  const certificate = await issueRoot({
    ...common,
    signer,
    subject: { commonName },
    notAfter: days(3000),
    pathLength: 0,
  });
  return { signer, certificate };
}

interface Holder {
  readonly signer: Signer;
  readonly certificate: Uint8Array;
}

async function holder(issuer: Issuer, profile: Profile): Promise<Holder> {
  const { signer } = generateSigner('SM2');
  const certificate = await issueCertificate({
    ...common,
    issuer,
    profile,
    key: signer.key,
    subject: { commonName: 'Bench' },
    notAfter: days(300),
  });
  return { signer, certificate };
}

function sealOf(maker: Holder, owner: Holder, i: number): Promise<Uint8Array> {
  return writeSeal(
    {
      vendor: 'BENCH',
      esId: `${i}`,
      type: 1,
      name: '演示',
      signers: { kind: 'certificates', certificates: [owner.certificate] },
      createdAt: days(-100),
      validFrom: days(-100),
      validUntil: days(100),
      picture: { type: 'PNG', data: PICTURE, width: 40, height: 40 },
    },
    { ...maker, activation: ACTIVATION },
  );
}

function signatureOf(seal: Uint8Array, owner: Holder, i: number): Promise<Uint8Array> {
  return writeSealSignature({
    seal,
    dataHash: nativeProvider.hash('SM3', DOCUMENT),
    propertyInfo: '/Doc_0/Signs/Sign_0/Signature.xml',
    signedAt: new Date(NOW.getTime() - i * 1000),
    ...owner,
    activation: ACTIVATION,
    provider: nativeProvider,
  });
}
