import {
  certificate as contract,
  certificateRules,
  type certificateRecords,
} from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CertificateView } from '@renxin/wallets/api';
import { certificateUrn } from '@renxin/wallets/e-certificate';
import { Refusal } from '../problem/index.js';
import { load, recordOf, regionOf, signAsProvince, type CertificateDesk } from './desk.js';
import { viewOf } from './holding.js';
import { finished, forget } from './issuing.js';
import { ownWord } from './own-word.js';
import { schemaOfCredential, subjectOf, typeNamed } from './subject.js';

/** A certificate as its holder hands it in. */
export interface Given {
  readonly predecessor: string;
  readonly holder: string;
  readonly credential: JsonObject;
}

/** One that was sent away to this province and can be taken over. */
export interface OnItsWay {
  readonly record: certificateRecords.CertificateRecord;
  readonly subject: ReturnType<typeof subjectOf>;
}

/**
 * A province takes over a certificate that another one sent away to it (转入): it makes a credential of its own with the
 * same claims, and in one command the old certificate ends and the new one begins.
 * @throws Refusal CREDENTIAL_PROOF_INVALID, CREDENTIAL_MISMATCH, HOLDER_MISMATCH, and what the rules refuse
 */
export async function takenOver(desk: CertificateDesk, given: Given): Promise<CertificateView> {
  const { predecessor, holder, credential: before } = given;
  // The same again after a crash finds what it began.
  const certificate = successorHere(desk, predecessor);
  if ((await recordOf(desk, certificate)) !== undefined) return viewOrRefuse(desk, certificate);
  const { record, subject } = await requireOnItsWay(desk, given);
  const { type, issuedOn, validUntil } = record.beginning.body;
  const region = await regionOf(desk);
  const fresh = { certificate, holder, type, region, issuedOn };
  const { reserved, kept, issued, credential, at } = await ownWord(desk, fresh, before, subject);
  const entry = {
    certificate,
    predecessor,
    province: desk.organisation,
    holder,
    type,
    credentialSchema: typeNamed(type).sm3,
    credential,
    region,
    issuedOn,
    ...(validUntil !== undefined && { validUntil }),
    status: reserved.value.status,
    at,
  };
  const signature = await signAsProvince(desk, 'certificate/transfer-in', entry);
  const input = { body: entry, signature };
  let committed;
  try {
    committed = await desk.ledger.submit(contract.operations['transfer-in'], input); // the commit point
  } catch (error) {
    if (error instanceof ContractError) await forget(desk, reserved, kept.version, issued.number);
    throw error;
  }
  await finished(desk, kept, committed);
  return viewOrRefuse(desk, certificate);
}

/**
 * What is handed in is the holder's own certificate, as its issuer signed it, and on its way to this province.
 * @throws Refusal CREDENTIAL_PROOF_INVALID, CREDENTIAL_MISMATCH, HOLDER_MISMATCH; ContractError CERTIFICATE_PREDECESSOR,
 *   TRANSFER_MISMATCH when it goes elsewhere, CERTIFICATE_STATE or the code of its state when it goes nowhere
 */
export async function requireOnItsWay(
  desk: CertificateDesk,
  { predecessor, holder, credential: given }: Given,
): Promise<OnItsWay> {
  const record = await recordOf(desk, predecessor);
  if (record === undefined) throw new ContractError('CERTIFICATE_PREDECESSOR');
  if (record.holder !== holder) throw new Refusal('HOLDER_MISMATCH');
  const { by, credential } = await desk.proofs.ofCredential(given);
  const isIt = by === record.issuer && credential.id === certificateUrn(desk.ledger.name, predecessor);
  if (!isIt) throw new Refusal('CREDENTIAL_MISMATCH');
  const now = desk.clock();
  const subject = subjectOf(schemaOfCredential(credential, now).definition, credential, now);
  if (record.state !== 'TRANSFERRING')
    throw new ContractError(
      record.state === 'VALID' ? 'CERTIFICATE_STATE' : certificateRules.refusals[record.state],
    );
  if (destinationOf(record) !== desk.organisation) throw new ContractError('TRANSFER_MISMATCH');
  return { record, subject };
}

/** The name that the certificate has here once it was taken over: the same predecessor gives the same. */
export function successorHere(desk: Pick<CertificateDesk, 'nameFor'>, predecessor: string): string {
  return `v-${desk.nameFor(`transfer ${predecessor}`)}`;
}

/** The province to which a certificate is on its way, or undefined. */
export function destinationOf({ states }: certificateRecords.CertificateRecord): string | undefined {
  const { state, decision } = states.at(-1) ?? {};
  return state === 'TRANSFERRING' && decision !== undefined && 'to' in decision ? decision.to : undefined;
}

/** @throws Refusal CERTIFICATE_UNKNOWN while the ledger has not taken it */
export async function viewOrRefuse(desk: CertificateDesk, certificate: string): Promise<CertificateView> {
  const { value } = await load(desk, certificate, () => true);
  const [view] = await viewOf(desk, value);
  if (view === undefined) throw new Refusal('CERTIFICATE_UNKNOWN');
  return view;
}
