import {
  writeSeal,
  writeSealSignature,
  type SealContent,
  type SealingRequest,
  type SealMaker,
} from '../../src/eseal/index.js';
import { issueRoot, POLICY_TEST } from '../../src/pki/index.js';
import { timeStampRequest } from '../../src/tsa/index.js';
import {
  activation,
  authorityOf,
  createWorld,
  days,
  DOCUMENT,
  holder,
  issueUnder,
  listOf,
  newSigner,
  NONCE,
  provider,
  T0,
  type Holder,
  type Overrides,
  type World,
} from '../world.js';

/** The world of one organisation that seals: its own PKI, and seal makers under an authority of their own. */
export interface SealWorld extends World {
  readonly makers: Holder;
  readonly maker: Holder;
  readonly signer: Holder;
  readonly makerCrls: readonly Uint8Array[];
}

export async function createSealWorld(seed = 'seal'): Promise<SealWorld> {
  const world = await createWorld('SM2', seed);
  const signer = newSigner('SM2', world.random);
  const certificate = await issueRoot({
    signer,
    subject: { country: 'CN', organization: '人信演示', commonName: '演示制章 CA' },
    notBefore: days(-400),
    notAfter: days(8000),
    pathLength: 0,
    policies: [POLICY_TEST],
    random: world.random,
    activation,
    provider,
  });
  const makers = holder(signer, certificate);
  const maker = await makerUnder(world, makers);
  return {
    ...world,
    makers,
    maker,
    signer: await issueUnder(
      { algorithm: 'SM2', random: world.random, issuer: world.province },
      'organisation',
      {
        subject: { country: 'CN', commonName: '演示科技有限公司' },
      },
    ),
    makerCrls: [await listOf(makers, [])],
  };
}

export function makerUnder(world: World, makers: Holder, overrides: Overrides = {}): Promise<Holder> {
  return issueUnder({ algorithm: 'SM2', random: world.random, issuer: makers }, 'seal-maker', {
    subject: { country: 'CN', commonName: '演示制章' },
    ...overrides,
  });
}

/** The smallest PNG: one transparent point. */
export const PICTURE = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
);

export function sealContent(world: SealWorld, overrides: Partial<SealContent> = {}): SealContent {
  return {
    vendor: 'RENXIN',
    esId: '44010000000001',
    type: 1,
    name: '演示科技有限公司',
    signers: { kind: 'certificates', certificates: [world.signer.certificate] },
    createdAt: days(-10),
    validFrom: days(-10),
    validUntil: days(100),
    picture: { type: 'PNG', data: PICTURE, width: 40, height: 40 },
    ...overrides,
  };
}

export function makeSeal(
  world: SealWorld,
  overrides: Partial<SealContent> = {},
  making: Partial<SealMaker> = {},
): Promise<Uint8Array> {
  return writeSeal(sealContent(world, overrides), {
    signer: world.maker.signer,
    certificate: world.maker.certificate,
    chain: [world.makers.certificate],
    crls: world.makerCrls,
    activation,
    ...making,
  });
}

export const PLACE = '/Doc_0/Signs/Sign_0/Signature.xml';

export async function sealWith(
  world: SealWorld,
  overrides: Partial<SealingRequest> = {},
): Promise<Uint8Array> {
  return writeSealSignature({
    seal: overrides.seal ?? (await makeSeal(world)),
    dataHash: provider.hash('SM3', DOCUMENT),
    propertyInfo: PLACE,
    signedAt: T0,
    signer: world.signer.signer,
    certificate: world.signer.certificate,
    chain: [world.province.certificate, world.root.certificate],
    crls: world.crls,
    activation,
    timeStamp: (value) => stamp(world, value),
    provider,
    ...overrides,
  });
}

/** A token over these bytes at T0. */
export function stamp(
  world: SealWorld,
  data: Uint8Array,
  overrides: Parameters<typeof authorityOf>[1] = {},
): Promise<Uint8Array> {
  const digest = provider.hash('SM3', data);
  return authorityOf(world, overrides).respond(
    timeStampRequest({ digest, algorithm: 'SM3', nonce: NONCE, certReq: true }),
  );
}
