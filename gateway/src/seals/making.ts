import { toBase64url } from '@renxin/chaincode/canonical';
import { sealRecord } from '@renxin/chaincode/contracts';
import { writeSeal } from '@renxin/seal/eseal';
import { readCertificate } from '@renxin/seal/verify';
import type { Receipt, SealView } from '@renxin/wallets/api';
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

/**
 * Makes a seal that was approved, with the maker's certificate, and registers it. Its data are kept before the ledger
 * knows of them, so that a repetition registers the same seal.
 * @throws Refusal SEAL_UNKNOWN, ROLE_FORBIDDEN, SEAL_OFFICIAL, and what the rules refuse (SEAL_STATE)
 */
export async function made(
  desk: SealDesk,
  asker: Asker,
  seal: string,
  official: string,
): Promise<{ seal: SealView; receipt: Receipt }> {
  requireOfficial(desk, asker);
  const known = await load(desk, asker, seal);
  const { decided, agent } = known.value;
  if (agent.staff === official) throw new Refusal('SEAL_SELF_APPROVAL');
  // Who approves does not make (制审分离).
  if (decided?.official === official) throw new Refusal('SEAL_OFFICIAL');
  const file = known.value.made === undefined ? await prepared(desk, known.value, official) : known.value;
  if (known.value.made === undefined) await desk.store.write([desk.files.put(seal, file, known.version)]);
  const body = file.made?.body;
  if (body === undefined) throw new Refusal('SEAL_STATE');
  const signature = await signAsOrganisation(desk, 'seal-record/make', body);
  // The commit point.
  const committed = await desk.ledger.submit(sealRecord.operations.make, { body, signature });
  return { seal: await viewOf(desk, file), receipt: await receiptOf(desk, committed) };
}

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
  const der = await writeSeal(
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
    {
      signer: desk.maker.signer,
      certificate: desk.maker.certificate,
      crls: await desk.maker.crls(),
      activation: unattended('make-seal', now),
    },
  );
  const body = {
    seal: file.seal,
    by: desk.organisation,
    esId,
    sm3: toBase64url(desk.provider.hash('SM3', der)),
    validFrom: now.toISOString(),
    validUntil: validUntil.toISOString(),
    at: desk.clock().toISOString(),
  };
  return { ...file, made: { der: toBase64url(der), official, body } };
}

/** 13 digits as on seals: the region's six, and seven at random. That none is given twice is for the ledger to say. */
function numberOf({ random }: SealDesk): string {
  const number = random(4).reduce((sum, byte) => sum * 256 + byte, 0) % 10_000_000;
  return `440000${String(number).padStart(7, '0')}`;
}
