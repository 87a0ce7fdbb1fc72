import { toBase64url } from '@renxin/chaincode/canonical';
import { sealRecord } from '@renxin/chaincode/contracts';
import { isSignatureBytes } from '@renxin/chaincode/messages';
import { certificateSpkiOf } from '@renxin/seal/crypto';
import { sealToSign, signSeal } from '@renxin/seal/eseal';
import {
  byTwoPeople,
  confirmationBytes,
  type Activation,
  type Signer,
  type TwoPersonActivation,
} from '@renxin/seal/signer';
import { readCertificate } from '@renxin/seal/verify';
import type { Receipt, sealConfirmationRequest, SealToConfirm, SealView } from '@renxin/wallets/api';
import type { z } from 'zod';
import { unattended } from '../keys/key-ring.js';
import { Refusal } from '../problem/index.js';
import {
  decode,
  load,
  receiptOf,
  recordOf,
  requireOfficial,
  signAsOrganisation,
  type Asker,
  type SealDesk,
} from './desk.js';
import { pictureOf } from './design.js';
import type { SealFile } from './seal-file.js';
import { viewOf } from './view.js';

/** How long a seal is good at most; never longer than the certificate that seals with it. */
const MOST = 3 * 365 * 86_400_000;
const VENDOR = 'RENXIN';

/** An official seal: while two officers have not confirmed it, what they are asked. */
export interface Making {
  readonly seal: SealView;
  readonly receipt?: Receipt;
  readonly toConfirm?: SealToConfirm;
}

/**
 * Makes a seal that was approved, with the maker's certificate, and registers it. Its data are kept before the ledger
 * knows of them, so that a repetition registers the same seal. One that has officers (an official seal) is only prepared:
 * two officers of this desk confirm it first.
 * @throws Refusal SEAL_UNKNOWN, ROLE_FORBIDDEN, SEAL_OFFICIAL, SEAL_DESK_OFFICERS_MISSING, and what the rules refuse (SEAL_STATE)
 */
export async function made(desk: SealDesk, asker: Asker, seal: string, official: string): Promise<Making> {
  requireOfficial(desk, asker);
  const known = await load(desk, asker, seal);
  const { decided, agent } = known.value;
  if (agent.staff === official) throw new Refusal('SEAL_SELF_APPROVAL');
  // Who approves does not make (制审分离).
  if (decided?.official === official) throw new Refusal('SEAL_OFFICIAL');
  if (known.value.made !== undefined) return registered(desk, known.value);
  const { application } = await recordOf(desk, seal);
  if (application.body.officers !== undefined && desk.maker.officers.size < 2)
    throw new Refusal('SEAL_DESK_OFFICERS_MISSING');
  const file = isFresh(desk, known.value) ? known.value : await prepared(desk, known.value, official);
  if (application.body.officers === undefined) {
    const activation = unattended('make-seal', desk.clock());
    const signed = await signedBy(desk, file, desk.maker.signer, activation);
    await desk.store.write([desk.files.put(seal, signed, known.version)]);
    return registered(desk, signed);
  }
  if (file !== known.value) await desk.store.write([desk.files.put(seal, file, known.version)]);
  return { seal: await viewOf(desk, file), toConfirm: toConfirm(desk, file) };
}

/**
 * Takes one officer's word that an official seal may be made; with the second one it is made and registered.
 * @throws Refusal SEAL_UNKNOWN, ROLE_FORBIDDEN, SEAL_STATE (nothing waits), SEAL_CONFIRMATION_INVALID
 */
export async function confirmed(
  desk: SealDesk,
  asker: Asker,
  seal: string,
  confirmation: z.infer<typeof sealConfirmationRequest>,
): Promise<Making> {
  requireOfficial(desk, asker);
  const known = await load(desk, asker, seal);
  if (known.value.made !== undefined) return registered(desk, known.value);
  const { toMake, decided } = known.value;
  if (toMake === undefined) throw new Refusal('SEAL_STATE');
  // Who approved does not make.
  if (decided?.official === confirmation.officer) throw new Refusal('SEAL_OFFICIAL');
  requireHolds(desk, decode(toMake.info), confirmation);
  const others = toMake.confirmations.filter(
    ({ officer, at }) => officer !== confirmation.officer && isTimely(desk, at),
  );
  const file = { ...known.value, toMake: { ...toMake, confirmations: [...others, confirmation] } };
  if (others.length === 0) {
    await desk.store.write([desk.files.put(seal, file, known.version)]);
    return { seal: await viewOf(desk, file), toConfirm: toConfirm(desk, file) };
  }
  const rules = { officers: desk.maker.officers, window: WINDOW, clock: desk.clock, provider: desk.provider };
  const activation: TwoPersonActivation = {
    id: `make-${seal}`,
    method: 'two-person',
    at: desk.clock().toISOString(),
    purpose: PURPOSE,
    confirmations: file.toMake.confirmations,
  };
  const signed = await signedBy(desk, file, byTwoPeople(desk.maker.signer, rules), activation);
  await desk.store.write([desk.files.put(seal, signed, known.version)]);
  return registered(desk, signed);
}

/** Under which purpose officers confirm. */
const PURPOSE = 'seal/make';
/** How long an officer's word counts, in milliseconds. */
const WINDOW = 600_000;
/** How long a prepared seal can be confirmed: the list that it carries is of that day. */
const PREPARED = 86_400_000;

function isFresh({ clock }: SealDesk, { toMake }: SealFile): boolean {
  return toMake !== undefined && clock().getTime() - Date.parse(toMake.at) < PREPARED;
}

function isTimely({ clock }: SealDesk, at: string): boolean {
  const age = clock().getTime() - Date.parse(at);
  return age >= -60_000 && age <= WINDOW;
}

/** @throws Refusal SEAL_CONFIRMATION_INVALID */
function requireHolds(
  desk: SealDesk,
  info: Uint8Array,
  { officer, at, signature }: z.infer<typeof sealConfirmationRequest>,
): void {
  const { maker, provider } = desk;
  const key = maker.officers.get(officer);
  const word = confirmationBytes(maker.signer.key, info, { purpose: PURPOSE, officer, at }, provider);
  const bytes = decode(signature);
  const holds =
    key !== undefined &&
    isTimely(desk, at) &&
    isSignatureBytes(key.algorithm, bytes) &&
    provider.verify(key, word, bytes);
  if (!holds) throw new Refusal('SEAL_CONFIRMATION_INVALID');
}

function toConfirm({ maker, provider }: SealDesk, { toMake }: SealFile): SealToConfirm {
  if (toMake === undefined) throw new TypeError('nothing to confirm');
  return {
    key: toBase64url(provider.hash('SM3', certificateSpkiOf(maker.signer.key))),
    info: toMake.info,
    purpose: PURPOSE,
    officers: [...maker.officers.keys()],
    confirmed: toMake.confirmations.map(({ officer }) => officer),
  };
}

async function registered(desk: SealDesk, file: SealFile): Promise<Making> {
  const body = file.made?.body;
  if (body === undefined) throw new Refusal('SEAL_STATE');
  const signature = await signAsOrganisation(desk, 'seal-record/make', body);
  // The commit point.
  const committed = await desk.ledger.submit(sealRecord.operations.make, { body, signature });
  return { seal: await viewOf(desk, file), receipt: await receiptOf(desk, committed) };
}

/** What the maker is to sign, kept until it is signed. */
async function prepared(desk: SealDesk, file: SealFile, official: string): Promise<SealFile> {
  const record = await recordOf(desk, file.seal);
  if (await desk.maker.isRevoked()) throw new Refusal('SEAL_MAKER_REVOKED');
  if (record.state !== 'APPROVED') throw new Refusal('SEAL_STATE', { members: { state: record.state } });
  const now = new Date(Math.floor(desk.clock().getTime() / 1000) * 1000);
  const certificate = decode(file.certificate);
  const { notAfter } = readCertificate(certificate);
  const validUntil = new Date(Math.min(now.getTime() + MOST, notAfter));
  const esId = numberOf(desk);
  const { name } = record.application.body;
  const info = sealToSign(
    {
      vendor: VENDOR,
      esId,
      type: 1,
      name,
      signers: { kind: 'certificates', certificates: [certificate] },
      createdAt: now,
      validFrom: now,
      validUntil,
      picture: pictureOf(desk, file, name, esId),
    },
    { signer: desk.maker.signer, certificate: desk.maker.certificate, crls: await desk.maker.crls() },
  );
  const toMake = {
    info: toBase64url(info),
    official,
    at: now.toISOString(),
    esId,
    validUntil: validUntil.toISOString(),
    confirmations: [],
  };
  return { ...file, toMake };
}

/** Signed by the maker, with the message that registers it. */
async function signedBy(
  desk: SealDesk,
  { toMake, ...file }: SealFile,
  signer: Signer,
  activation: Activation,
): Promise<SealFile> {
  if (toMake === undefined) throw new TypeError('nothing to sign');
  const { certificate } = desk.maker;
  const der = await signSeal(decode(toMake.info), { signer, certificate, activation });
  const body = {
    seal: file.seal,
    by: desk.organisation,
    esId: toMake.esId,
    sm3: toBase64url(desk.provider.hash('SM3', der)),
    validFrom: toMake.at,
    validUntil: toMake.validUntil,
    at: desk.clock().toISOString(),
  };
  return { ...file, made: { der: toBase64url(der), official: toMake.official, body } };
}

/** 13 digits as on seals: the region's six, and seven at random. That none is given twice is for the ledger to say. */
function numberOf({ random }: SealDesk): string {
  const number = random(4).reduce((sum, byte) => sum * 256 + byte, 0) % 10_000_000;
  return `440000${String(number).padStart(7, '0')}`;
}
