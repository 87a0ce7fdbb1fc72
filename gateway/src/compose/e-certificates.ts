import { toBase64url, toHex } from '@renxin/chaincode/canonical';
import { rememberVerified } from '@renxin/seal/verify';
import { createHmac } from 'node:crypto';
import {
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
} from '../certificates/certificate-file.js';
import { recordOf, type CertificateDesk } from '../certificates/desk.js';
import { drawing } from '../certificates/display/index.js';
import { ForeignStatus } from '../certificates/foreign-status.js';
import { Proofs } from '../certificates/proofs.js';
import { ReceiptDelivery } from '../certificates/receipt-delivery.js';
import { ReceivedReceipts, receivedReceipt } from '../certificates/received-receipts.js';
import { renderingFile } from '../certificates/rendering/rendering-file.js';
import { StatusLists } from '../certificates/status-lists.js';
import { hosted } from '../demonstration/organisations.js';
import { IdentityRecords } from '../labor-contract/identities.js';
import { Turns } from '../labor-contract/turns.js';
import { Recent } from '../session/recent.js';
import { Nonces } from '../session/nonces.js';
import { Blobs, JsonRecords } from '../store/index.js';
import type { Base } from './base.js';
import { documentDesk } from './documents.js';
import { partiesOn } from './parties.js';
import { bulkSigner, codeSigner, provinceSigner, sdJwtSigner } from './province-signer.js';

/** Credentials of a few kilobytes each that wait for the evidence log. */
const FRESH = 2048;
/** How long a challenge can be answered, in milliseconds. */
const CHALLENGE_LIFETIME = 300_000;

/** The use cases of e-certificates, for a province; the ministry asks all of them. */
export function eCertificates(base: Base, organisation: string): CertificateDesk {
  const { store, clock, random, ledger, keys, publicUrl, config, outgoing } = base;
  // The same certificates, lists and keys come back: what was verified is remembered.
  const provider = rememberVerified(base.provider, 4096);
  const baseOf = (id: string): string | undefined =>
    config.provinces?.[id] ?? (provinces.includes(id) ? `${publicUrl()}/orgs/${id}` : undefined);
  const signer = keys.signer(organisation);
  const files = new JsonRecords(store, `${organisation}/e-certificate`, certificateFile);
  const copies = new JsonRecords(store, `${organisation}/wallet-copy`, copyFile);
  const proofs = new Proofs(ledger, provider, clock);
  const keyOf = partiesOn(ledger);
  const sign = provinceSigner(base, organisation);
  const keyed = (words: string): Uint8Array =>
    createHmac('sha256', keys.secret(`people-${organisation}`))
      .update(words)
      .digest();
  return {
    organisation,
    ledger,
    store,
    files,
    numbers: new JsonRecords(store, `${organisation}/e-certificate-number`, certificateName),
    people: new JsonRecords(store, `${organisation}/e-certificate-person`, certificateNames),
    batches: new JsonRecords(store, `${organisation}/e-certificate-batch`, ledgerStep),
    fresh: new Recent(FRESH),
    holders: new JsonRecords(store, `${organisation}/e-certificate-holder`, holderName),
    lookUps: new JsonRecords(store, `${organisation}/look-up`, lookUpFile),
    texts: new JsonRecords(store, `${organisation}/decision-text`, decisionText),
    corrections: new JsonRecords(store, `${organisation}/correction-request`, correctionFile),
    processes: new JsonRecords(store, `${organisation}/process-event`, processFile),
    derivations: new JsonRecords(store, `${organisation}/derivation`, derivationFile),
    copies,
    waitingTransfers: new JsonRecords(store, `${organisation}/waiting-transfer`, waitingTransferFile),
    decidedTransfers: new JsonRecords(store, `${organisation}/decided-transfer`, decidedTransferFile),
    receipts: new ReceivedReceipts(
      new JsonRecords(store, `${organisation}/verification-receipt`, receivedReceipt),
      store,
    ),
    delivery: new ReceiptDelivery({
      records: new JsonRecords(store, `${organisation}/owed-receipt`, receivedReceipt),
      store,
      provinces,
      baseOf,
      outgoing,
    }),
    renderings: {
      files: new JsonRecords(store, `${organisation}/rendering`, renderingFile),
      blobs: new Blobs(store, `${organisation}/rendering-blob`),
      documents: documentDesk(base),
      draw: drawing((bytes) => provider.hash('SM3', bytes), publicUrl),
    },
    turns: new Turns(),
    identities: new IdentityRecords(organisation, store, provider, ledger.name, async (id) => {
      const party = await keyOf(id);
      const attests = party?.role === 'identity-authority' && party.state === 'active';
      return attests ? party.key : undefined;
    }),
    statusLists: new StatusLists({
      organisation,
      ledger: ledger.name,
      base: () => `${publicUrl()}/orgs/${organisation}`,
      store,
      files,
      copies,
      recordOf: (certificate) => recordOf({ ledger }, certificate),
      sign,
      provider: base.provider,
      clock,
      random,
    }),
    foreign: new ForeignStatus({ ledger: ledger.name, baseOf, proofs, clock, outgoing }),
    proofs,
    challenges: new Nonces({ random, clock, lifetime: CHALLENGE_LIFETIME }),
    provider,
    signer,
    sign,
    signAll: bulkSigner(base, organisation),
    signSdJwt: sdJwtSigner(base, organisation),
    signCode: codeSigner(base, organisation),
    register: base.registers.get(organisation),
    log: base.log,
    clock,
    random,
    base: () => `${publicUrl()}/orgs/${organisation}`,
    baseOf,
    outgoing,
    provinces,
    personKey: (citizenNumber) => toBase64url(keyed(citizenNumber)),
    nameFor: (words) => toHex(keyed(words).subarray(0, 16)),
  };
}

const provinces: readonly string[] = hosted.filter(({ role }) => role === 'province').map(({ id }) => id);
