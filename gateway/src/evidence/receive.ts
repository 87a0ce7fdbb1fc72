import { verify } from '@renxin/archive/verify';
import { toBase64url, toHex } from '@renxin/chaincode/canonical';
import { laborContract } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { messageBytes } from '@renxin/chaincode/messages';
import type { handOverAnswer, handOverRequest, uploadAnswer } from '@renxin/wallets/api';
import { exportOf } from '@renxin/wallets/evidence';
import type { z } from 'zod';
import { unattended } from '../keys/key-ring.js';
import { requireOpening } from '../labor-contract/desk.js';
import { Refusal } from '../problem/index.js';
import type { EvidenceDesk } from './desk.js';
import type { EvidenceFile } from './evidence-file.js';

interface Asker {
  readonly identifier: string;
}

/**
 * Takes a bundle in: verified by the one verifier with this platform's trust file. What is invalid is not kept. The same
 * bytes again are answered the same.
 * @throws Refusal EVIDENCE_INVALID with verdict and codes
 */
export async function takeIn(
  desk: EvidenceDesk,
  party: Asker,
  bytes: Uint8Array,
): Promise<z.input<typeof uploadAnswer>> {
  const name = toHex(desk.provider.hash('SM3', bytes));
  const known = await desk.files.get(name);
  if (known !== undefined) return uploaded(name, known.value);
  const verdict = await verdictOf(desk, bytes);
  const { digest, change } = desk.blobs.keep(bytes);
  const file: EvidenceFile = {
    schema: 1,
    blob: digest,
    bytes: bytes.length,
    ...exportOf(bytes),
    uploadedBy: party.identifier,
    uploadedAt: desk.clock().toISOString(),
    verdict,
  };
  await desk.store.write([change, desk.files.put(name, file, 0)]);
  return uploaded(name, file);
}

/**
 * The giver has signed that it hands this bundle over: the receiver looks at what it signs, signs as well, and the ledger
 * takes both. After a crash the same request does it again.
 * @throws Refusal EVIDENCE_UNKNOWN, EVIDENCE_DIFFERS, NOT_A_PARTY, COMMITMENT_MISMATCH; ContractError
 */
export async function acceptHandOver(
  desk: EvidenceDesk,
  party: Asker,
  name: string,
  request: z.output<typeof handOverRequest>,
): Promise<z.input<typeof handOverAnswer>> {
  const found = await desk.files.get(name);
  // Whoever brought the bytes first: who may hand them over, the ledger says.
  if (found === undefined) throw new Refusal('EVIDENCE_UNKNOWN');
  const { body, from, openings, caseNumber, listing } = request;
  const { value: file } = found;
  assertSame(desk, party, file, body);
  const sm3 = (text: string): Uint8Array => desk.provider.hash('SM3', new TextEncoder().encode(text));
  const digest = Uint8Array.from(Buffer.from(name, 'hex'));
  requireOpening(desk, body.file, openings.file, digest, 'COMMITMENT_MISMATCH');
  requireOpening(desk, body.case, openings.case, sm3(caseNumber), 'COMMITMENT_MISMATCH');
  const { signer } = desk;
  const message = messageBytes('labor-contract/hand-over', desk.ledger.name, body);
  const activation = unattended('evidence', desk.clock());
  const to = toBase64url(await signer.sign({ algorithm: signer.key.algorithm, message, activation }));
  const received = { body, from, to, openings, caseNumber, listing };
  const before = file.received?.at === undefined ? undefined : file.received;
  // What opens the ledger's commitments is kept before the ledger has them.
  const { version } = await desk.store.write([
    desk.files.put(name, { ...file, received: before ?? received }, found.version),
  ]);
  let committed;
  try {
    committed = await desk.ledger.submit(laborContract.operations['hand-over'], { body, from, to }); // the commit point
  } catch (error) {
    if (error instanceof ContractError) await desk.store.write([desk.files.put(name, file, version)]);
    throw error;
  }
  const { at: position, result } = committed;
  if (before === undefined) {
    const kept = { ...received, at: result.at, position: { txId: position.txId, index: position.index } };
    await desk.store.write([desk.files.put(name, { ...file, received: kept }, version)]);
  }
  return { evidence: name, number: body.number, at: result.at, receipt: await desk.ledger.prove(position) };
}

function assertSame(
  desk: EvidenceDesk,
  party: Asker,
  file: EvidenceFile,
  body: z.output<typeof handOverRequest>['body'],
): void {
  if (body.from !== party.identifier || body.to !== desk.organisation) throw new Refusal('NOT_A_PARTY');
  if (body.contract !== file.contract || body.bundle !== file.bundle) throw new Refusal('EVIDENCE_DIFFERS');
}

async function verdictOf(desk: EvidenceDesk, bytes: Uint8Array): Promise<EvidenceFile['verdict']> {
  // Before the clock is read: a trust file of now is not one of the future.
  const trust = await desk.trust();
  const options = { provider: desk.provider, now: desk.clock(), trust };
  const [report] = await verify([{ name: 'contract.evidence.zip', bytes }], options);
  if (report?.kind === 'evidence-bundle' && report.verdict !== 'invalid') return report.verdict;
  const codes = report?.steps.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code) ?? [];
  throw new Refusal('EVIDENCE_INVALID', {
    members: { verdict: report?.verdict ?? 'undetermined', codes: codes.slice(0, 16) },
  });
}

function uploaded(
  name: string,
  { bytes, contract, bundle, verdict }: EvidenceFile,
): z.input<typeof uploadAnswer> {
  return { evidence: name, bytes, contract, bundle, verdict };
}
