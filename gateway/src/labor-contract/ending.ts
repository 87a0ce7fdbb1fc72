import { certificateOf, type EndCertificate } from '@renxin/chaincode/labor-law';
import { laborContract } from '@renxin/chaincode/contracts';
import type {
  acknowledgementRequest,
  deliveryRequest,
  dissolutionRequest,
  disposalRequest,
} from '@renxin/wallets/api';
import type { z } from 'zod';
import { canonical } from '@renxin/chaincode/canonical';
import { messageBytes } from '@renxin/chaincode/messages';
import { Refusal } from '../problem/index.js';
import type { ContractFile } from './contract-file.js';
import { commitStep, load, requireOpening, sm3OfJson, today, type Asker, type Desk } from './desk.js';
import { inForce, requireSameContract } from './drafting.js';
import { bytesOf, requireState } from './signing.js';

/** What follows the conclusion: delivery, the end of the contract, and what the law keeps after it. */

const { deliver, acknowledge, dissolve, dispose } = laborContract.operations;

export async function deliverContract(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof deliveryRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  requireSameContract(request.body, contract);
  return (await commitStep(desk, known, known.value, deliver, request)).file;
}

export async function acknowledgeContract(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof acknowledgementRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  requireSameContract(request.body, contract);
  return (await commitStep(desk, known, known.value, acknowledge, request)).file;
}

/** The data of the certificate that the employer must issue (实施条例 art. 24), for a ground and a last day. */
export async function certificateDraft(
  desk: Desk,
  asker: Asker,
  contract: string,
  ground: string,
  on: string,
): Promise<EndCertificate> {
  const { value: file } = await load(desk, contract, asker);
  return certificateFor(desk, file, ground, on);
}

/** What one party has proposed and the other has not signed yet. */
export async function pendingDissolution(desk: Desk, asker: Asker, contract: string) {
  const { value: file } = await load(desk, contract, asker);
  if (file.dissolution === undefined) throw new Refusal('NOT_FOUND');
  const { dissolution, opening, certificate } = file.dissolution;
  return { dissolution, opening, certificate };
}

/** One party's half of the end: with all signatures that the ground asks for, the ledger has it. */
export async function endContract(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof dissolutionRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  const { dissolution, opening } = request;
  requireSameContract(dissolution, contract);
  await requireSignatures(desk, known.value, asker, request);
  const pending = pendingFor(known.value, request);
  if (pending === undefined) await requireState(desk, contract, 'CONCLUDED');
  const certificate =
    pending?.certificate ?? (await certificateFor(desk, known.value, dissolution.ground, dissolution.on));
  requireOpening(desk, dissolution.certificate, opening, sm3OfJson(desk, certificate), 'COMMITMENT_MISMATCH');
  const signatures = joined(pending?.signatures ?? [], request.signatures);
  const file = { ...known.value, dissolution: { dissolution, certificate, opening, signatures } };
  if (
    !signersOf(dissolution.ground, known.value).every((party) => signatures.some(({ by }) => by === party))
  ) {
    await desk.store.write([desk.files.put(contract, file, known.version)]);
    return file;
  }
  return (await commitStep(desk, known, file, dissolve, { dissolution, signatures })).file;
}

/** @throws ContractError RETENTION_NOT_OVER while the law keeps the contract (劳动合同法 art. 50) */
export async function disposeContract(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof disposalRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  requireSameContract(request.body, contract);
  const { file } = await commitStep(desk, known, known.value, dispose, request);
  const erased = file.signings.flatMap(({ pdf, inside, ofd, sealed, layout }) => [
    desk.blobs.erase(pdf),
    ...(inside === undefined ? [] : [desk.blobs.erase(inside)]),
    ...(ofd === undefined ? [] : [desk.blobs.erase(ofd)]),
    ...(sealed === undefined ? [] : [desk.blobs.erase(sealed)]),
    desk.blobs.erase(layout),
  ]);
  await desk.store.write([...erased, desk.files.delete(contract)]);
  return file;
}

type Signatures = { by: string; signature: string }[];

/**
 * The proposal that this request is about, if it stands already. One that waits for the other party gives way to its
 * author's next, and to an end that needs nobody else: nobody's right to leave waits for an answer.
 * @throws Refusal DISSOLUTION_PENDING for another proposal while one waits
 */
function pendingFor(
  file: ContractFile,
  { dissolution, signatures }: z.infer<typeof dissolutionRequest>,
): ContractFile['dissolution'] {
  const before = file.dissolution;
  if (before === undefined) return undefined;
  if (canonical(before.dissolution) === canonical(dissolution)) return before;
  const isAuthor = signatures.every(({ by }) => before.signatures.some((each) => each.by === by));
  const isAlone = signersOf(dissolution.ground, file).every((party) =>
    signatures.some(({ by }) => by === party),
  );
  if (!isAuthor && !isAlone) throw new Refusal('DISSOLUTION_PENDING');
  return undefined;
}

function joined(before: Signatures, given: Signatures): Signatures {
  return [...before.filter(({ by }) => !given.some((each) => each.by === by)), ...given];
}

/** Each signature is checked before it is kept, so that a wrong one never stands in the way; the asker's own is there. */
async function requireSignatures(
  desk: Desk,
  file: ContractFile,
  asker: Asker,
  { dissolution, signatures }: z.infer<typeof dissolutionRequest>,
): Promise<void> {
  const message = messageBytes('labor-contract/dissolve', desk.ledger.name, dissolution);
  for (const { by, signature } of signatures) {
    if (by !== file.worker && by !== file.employer) throw new Refusal('NOT_A_PARTY');
    const key = await desk.keyOf(by);
    if (key === undefined || !desk.provider.verify(key, message, bytesOf(signature)))
      throw new Refusal('SIGNATURE_INVALID');
  }
  if (!signatures.some(({ by }) => by === asker.identifier)) throw new Refusal('NOT_A_PARTY');
  const due = signersOf(dissolution.ground, file);
  if (!signatures.every(({ by }) => due.includes(by))) throw new Refusal('DISSOLUTION_SIGNATURES');
}

/** Who must sign: both for 36, the worker for 37 and 38, the employer for the rest. */
function signersOf(ground: string, file: ContractFile): string[] {
  if (ground === '36') return [file.worker, file.employer];
  return ground === '37' || ground === '38' ? [file.worker] : [file.employer];
}

async function certificateFor(
  desk: Desk,
  file: ContractFile,
  ground: string,
  on: string,
): Promise<EndCertificate> {
  const terms = inForce(file);
  const serviceSince = await serviceSinceOf(desk, file, terms.workStartDate ?? terms.startDate);
  try {
    return certificateOf(terms, {
      certificateNo: `${terms.contractNo}-END`,
      kind: ground.startsWith('44') ? 'TERMINATION' : 'DISSOLUTION',
      endedOn: on,
      issuedOn: today(desk),
      serviceSince,
    });
  } catch (cause) {
    throw new Refusal('DISSOLUTION_DATE', {}, { cause });
  }
}

/** Service with this employer began with the first of the contracts that renewed each other. */
async function serviceSinceOf(desk: Desk, file: ContractFile, started: string): Promise<string> {
  let since = started;
  for (let { predecessor } = file; predecessor !== undefined;) {
    const prior = await desk.pairs.get(`${file.employer}:${file.worker}:${predecessor}`);
    if (prior !== undefined && prior.value.startDate < since) since = prior.value.startDate;
    predecessor = (await desk.files.get(predecessor))?.value.predecessor;
  }
  return since;
}
