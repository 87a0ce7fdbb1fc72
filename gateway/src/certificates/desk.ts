import { canonicalBytes, toBase64url, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import { certificate as contract, registry, type certificateRecords } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { messageBytes, type MessageBody, type MessageKind } from '@renxin/chaincode/messages';
import type { CodeContent } from '@renxin/credentials/certificate-code';
import type { Committed, Ledger } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import type { Receipt } from '@renxin/wallets/api';
import { unattended } from '../keys/key-ring.js';
import type { IdentityRecords } from '../labor-contract/identities.js';
import type { Turns } from '../labor-contract/turns.js';
import type { Outgoing } from '../outgoing/index.js';
import type { Log } from '../log/log.js';
import { Refusal } from '../problem/index.js';
import type { ProvincialRegister } from '../provincial-register/index.js';
import type { Recent } from '../session/recent.js';
import type { Nonces } from '../session/nonces.js';
import type { JsonRecord, JsonRecords, RecordStore } from '../store/index.js';
import type {
  CertificateFile,
  certificateFile,
  certificateName,
  certificateNames,
  correctionFile,
  copyFile,
  decidedTransferFile,
  decisionText,
  derivationFile,
  holderName,
  lookUpFile,
  processFile,
  ledgerStep,
  waitingTransferFile,
} from './certificate-file.js';
import type { StatusLists } from './status-lists.js';
import type { ForeignStatus } from './foreign-status.js';
import type { Proofs } from './proofs.js';
import type { ReceiptDelivery } from './receipt-delivery.js';
import type { RenderingDesk } from './rendering/desk.js';
import type { ReceivedReceipts } from './received-receipts.js';

/** What the use cases of e-certificates work with, at one province's gateway. */
export interface CertificateDesk {
  /** The province. */
  readonly organisation: string;
  readonly ledger: Ledger;
  readonly store: RecordStore;
  readonly files: JsonRecords<typeof certificateFile>;
  /** By issuer and SM3 of the certificate's number. */
  readonly numbers: JsonRecords<typeof certificateName>;
  /** By a keyed digest of the holder's citizen number. */
  readonly people: JsonRecords<typeof certificateNames>;
  /** Where the ledger has a batch. */
  readonly batches: JsonRecords<typeof ledgerStep>;
  /** Canonical credentials that were just issued, for the evidence log: what is gone from here stands in the files. */
  readonly fresh: Recent<Uint8Array>;
  /** By the same: the identifier under which the person came here first. */
  readonly holders: JsonRecords<typeof holderName>;
  /** By certificate and time: which official looked at it, and why. */
  readonly lookUps: JsonRecords<typeof lookUpFile>;
  /** By certificate and number of the state: what was said when it was set aside. */
  readonly texts: JsonRecords<typeof decisionText>;
  /** By issuer, certificate and request. */
  readonly corrections: JsonRecords<typeof correctionFile>;
  /** By person and event. */
  readonly processes: JsonRecords<typeof processFile>;
  readonly derivations: JsonRecords<typeof derivationFile>;
  readonly copies: JsonRecords<typeof copyFile>;
  /** Certificates on their way here: what waits for a decision, and what was decided. */
  readonly waitingTransfers: JsonRecords<typeof waitingTransferFile>;
  readonly decidedTransfers: JsonRecords<typeof decidedTransferFile>;
  /** Certificates as sealed pages. */
  readonly renderings: RenderingDesk;
  readonly receipts: ReceivedReceipts;
  readonly delivery: ReceiptDelivery;
  readonly turns: Turns;
  readonly identities: IdentityRecords;
  readonly statusLists: StatusLists;
  /** Status lists of other provinces, over HTTP. */
  readonly foreign: ForeignStatus;
  readonly proofs: Proofs;
  readonly challenges: Nonces;
  readonly provider: CryptoProvider;
  /** The province's registry key. */
  readonly signer: Signer;
  /** The province's proofs on a credential of its own. */
  readonly sign: (credential: JsonObject) => Promise<JsonObject>;
  /** The same on many that are alike. */
  readonly signAll: (credentials: readonly JsonObject[]) => Promise<SignedCredential[]>;
  /** A certificate's QR code, by the assertion key. */
  readonly signCode: (content: CodeContent) => Promise<string>;
  /** The same as an SD-JWT VC, by the assertion key. */
  readonly signSdJwt: (credential: JsonObject) => Promise<string>;
  /** The province's own system, where it is connected. */
  readonly register: ProvincialRegister | undefined;
  readonly log: Log;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
  /** This province's base URL. */
  readonly base: () => string;
  /** Where a province's gateway is: only of those that are known. */
  readonly baseOf: (organisation: string) => string | undefined;
  /** Asks other provinces. */
  readonly outgoing: Outgoing;
  /** Every province that is known. */
  readonly provinces: readonly string[];
  /** A keyed digest of a citizen number: says nothing to whoever reads the store alone. */
  readonly personKey: (citizenNumber: string) => string;
  /** A name that nobody outside can guess, the same for the same words: 32 hexadecimal digits. */
  readonly nameFor: (words: string) => string;
}

/** A signed credential in canonical form, and its SM3. */
export interface SignedCredential {
  readonly canonical: Uint8Array;
  readonly sm3: Uint8Array;
}

/** Who asks: the registered party of the session. */
export interface Asker {
  readonly identifier: string;
  readonly role: string;
}

export type LoadedCertificate = JsonRecord<CertificateFile>;

/** @throws Refusal CERTIFICATE_UNKNOWN also for one that is not the asker's */
export async function load(
  desk: CertificateDesk,
  certificate: string,
  isTheirs: (file: CertificateFile) => boolean,
): Promise<LoadedCertificate> {
  const found = await desk.files.get(certificate);
  if (found === undefined || !isTheirs(found.value)) throw new Refusal('CERTIFICATE_UNKNOWN');
  return found;
}

/** The ledger's record, or undefined. */
export async function recordOf(
  desk: Pick<CertificateDesk, 'ledger'>,
  certificate: string,
): Promise<certificateRecords.CertificateRecord | undefined> {
  try {
    return await desk.ledger.evaluate(contract.operations.certificate, { certificate });
  } catch (error) {
    if (error instanceof ContractError && error.code === 'CERTIFICATE_UNKNOWN') return undefined;
    throw error;
  }
}

/** The province's own region. */
export async function regionOf({
  ledger,
  organisation,
}: Pick<CertificateDesk, 'ledger' | 'organisation'>): Promise<string> {
  const own = await ledger.evaluate(registry.operations.identifier, { identifier: organisation });
  return own.kind === 'organisation' ? own.region : '';
}

/** @throws ContractError with the certificate's state unless it is valid now, CERTIFICATE_UNKNOWN */
export async function requireStanding(desk: CertificateDesk, certificate: string): Promise<void> {
  const at = desk.clock().toISOString();
  const { code } = await desk.ledger.evaluate(contract.operations.standing, { certificate, at });
  if (code !== undefined) throw new ContractError(code);
}

/** The province's own signature over a message. */
export async function signAsProvince<K extends MessageKind>(
  desk: CertificateDesk,
  kind: K,
  body: MessageBody<K>,
): Promise<string> {
  const { key } = desk.signer;
  const message = messageBytes(kind, desk.ledger.name, body);
  const activation = unattended(kind, desk.clock());
  return toBase64url(await desk.signer.sign({ algorithm: key.algorithm, message, activation }));
}

export async function receiptOf(
  desk: CertificateDesk,
  { at, height, time }: Pick<Committed<Json>, 'at' | 'height' | 'time'>,
): Promise<Receipt> {
  return { ...at, height, time, proof: await desk.ledger.prove(at) };
}

export function sm3OfJson(desk: Pick<CertificateDesk, 'provider'>, value: unknown): Uint8Array {
  return desk.provider.hash('SM3', canonicalBytes(value));
}
