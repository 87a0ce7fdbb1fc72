import { toBase64url } from '@renxin/chaincode/canonical';
import { sealRecord } from '@renxin/chaincode/contracts';
import type { PublicKey } from '@renxin/chaincode/messages';
import { POLICY_ORGANISATION, readCertificate, verifyChain } from '@renxin/seal/verify';
import type { Receipt, SealApplicationRequest, SealView } from '@renxin/wallets/api';
import { Refusal } from '../problem/index.js';
import { decode, receiptOf, requireOpening, sm3OfJson, type Asker, type SealDesk } from './desk.js';
import { pictureOf } from './design.js';
import type { SealFile } from './seal-file.js';
import { viewOf } from './view.js';

/**
 * An organisation applies for a seal: what will be on it is drawn or checked now, so that nobody approves what cannot be
 * made. Repeating it changes nothing.
 * @throws Refusal COMMITMENT_MISMATCH, SEAL_CERTIFICATE, PICTURE_…, and what the rules refuse
 */
export async function applied(
  desk: SealDesk,
  asker: Asker & { readonly key: PublicKey },
  request: SealApplicationRequest,
): Promise<{ seal: SealView; receipt: Receipt }> {
  const { application, agent, opening, certificate, design } = request;
  const { body } = application;
  if (body.owner !== asker.identifier) throw new Refusal('NOT_ENTITLED');
  requireOpening(desk, body.agent, opening, sm3OfJson(desk, agent));
  const known = await desk.files.get(body.seal);
  if (known === undefined) await requireCertificate(desk, asker.key, decode(certificate));
  pictureOf(desk, { design }, body.name);
  const file: SealFile = {
    schema: 1,
    seal: body.seal,
    owner: body.owner,
    agent,
    opening,
    certificate: toBase64url(decode(certificate)),
    design,
  };
  if (known !== undefined && !isSame(desk, known.value, file)) throw new Refusal('SEAL_EXISTS');
  // The commit point. What follows is done again by the same call, should it not come that far.
  const committed = await desk.ledger.submit(sealRecord.operations.apply, application);
  if (known === undefined) await desk.store.write([desk.files.put(body.seal, file, 0)]);
  return { seal: await viewOf(desk, known?.value ?? file), receipt: await receiptOf(desk, committed) };
}

function isSame(desk: SealDesk, known: SealFile, file: SealFile): boolean {
  const { decided: _decided, toMake: _toMake, made: _made, ...asApplied } = known;
  return toBase64url(sm3OfJson(desk, asApplied)) === toBase64url(sm3OfJson(desk, file));
}

/** The owner's own: for its registered key, of an organisation, under the platform's authority, not revoked. */
async function requireCertificate(desk: SealDesk, key: PublicKey, der: Uint8Array): Promise<void> {
  const report = verifyChain({
    leaf: der,
    intermediates: desk.owners.intermediates,
    roots: desk.owners.roots,
    at: desk.clock(),
    crls: await desk.owners.crls(),
    use: 'document',
    provider: desk.provider,
  });
  if (report.verdict !== 'valid') throw new Refusal('SEAL_CERTIFICATE', { members: { reason: report.code } });
  const certificate = readCertificate(der);
  const own =
    certificate.key?.algorithm === key.algorithm &&
    certificate.key.point === key.point &&
    certificate.policies.includes(POLICY_ORGANISATION);
  if (!own) throw new Refusal('SEAL_CERTIFICATE', { members: { reason: 'SIGNER_KEY' } });
}
