import { certificate as contract, certificateRules } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { CertificateView, transferInRequest } from '@renxin/wallets/api';
import { certificateUrn } from '@renxin/wallets/e-certificate';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { load, recordOf, regionOf, signAsProvince, type Asker, type CertificateDesk } from './desk.js';
import { viewOf } from './holding.js';
import { finished, forget } from './issuing.js';
import { ownWord } from './own-word.js';
import { schemaOfCredential, subjectOf, typeNamed } from './subject.js';

/**
 * A province takes over a certificate that another one sent away to it (转入): it makes a credential of its own with the
 * same claims, and in one command the old certificate ends and the new one begins.
 * @throws Refusal CREDENTIAL_PROOF_INVALID, CREDENTIAL_MISMATCH, HOLDER_MISMATCH, and what the rules refuse
 */
export async function takenOver(
  desk: CertificateDesk,
  asker: Asker,
  { predecessor, credential: given }: z.infer<typeof transferInRequest>,
): Promise<CertificateView> {
  const before = given;
  const record = await recordOf(desk, predecessor);
  if (record === undefined) throw new ContractError('CERTIFICATE_PREDECESSOR');
  if (record.holder !== asker.identifier) throw new Refusal('HOLDER_MISMATCH');
  const { by, credential: read } = await desk.proofs.ofCredential(before);
  const { body } = record.beginning;
  const isIt = by === record.issuer && read.id === certificateUrn(desk.ledger.name, predecessor);
  if (!isIt) throw new Refusal('CREDENTIAL_MISMATCH');
  const now = desk.clock();
  const subject = subjectOf(schemaOfCredential(read, now).definition, read, now);
  const region = await regionOf(desk);
  // The same predecessor gives the same name: the same request again after a crash finds what it began.
  const certificate = `v-${desk.nameFor(`transfer ${predecessor}`)}`;
  if ((await recordOf(desk, certificate)) !== undefined) return viewOrRefuse(desk, certificate);
  if (record.state !== 'TRANSFERRING')
    throw new ContractError(
      record.state === 'VALID' ? 'CERTIFICATE_STATE' : certificateRules.refusals[record.state],
    );
  const { type, issuedOn } = body;
  const fresh = { certificate, holder: asker.identifier, type, region, issuedOn };
  const { reserved, kept, issued, credential, at } = await ownWord(desk, fresh, before, subject);
  const entry = {
    certificate,
    predecessor,
    province: desk.organisation,
    holder: asker.identifier,
    type: body.type,
    credentialSchema: typeNamed(body.type).sm3,
    credential,
    region,
    issuedOn: body.issuedOn,
    ...(body.validUntil !== undefined && { validUntil: body.validUntil }),
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

/** @throws Refusal CERTIFICATE_UNKNOWN while the ledger has not taken it */
export async function viewOrRefuse(desk: CertificateDesk, certificate: string): Promise<CertificateView> {
  const { value } = await load(desk, certificate, () => true);
  const [view] = await viewOf(desk, value);
  if (view === undefined) throw new Refusal('CERTIFICATE_UNKNOWN');
  return view;
}
