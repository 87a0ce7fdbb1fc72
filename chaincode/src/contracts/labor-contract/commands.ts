import { z } from 'zod';
import { ContractError, type ReadTx } from '../../kernel/index.js';
import {
  laborContractMessages as messages,
  registryMessages,
  type MessageBody,
} from '../../messages/index.js';
import { command, signed } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { identifiers, type IdentifierRecord } from '../registry/records.js';
import { commit, contractOf, step } from './commit.js';
import { acknowledged, delivered } from './delivery.js';
import { dissolved, disposed } from './ending.js';
import { disclosed, drafted, locked, refused, revised } from './preparation.js';
import { requireLicence } from './licence.js';
import { laborContracts, signings } from './records.js';
import { assertRenewable, renewed } from './renewal.js';
import { amended, concluded, type Signing } from './signing.js';

/**
 * `draft`, by the employer, for a worker who is bound to it; with a predecessor it is a renewal. A form of contract that
 * needs a licence is drafted, and concluded, only while the licence is good.
 */
export const draft = command(signed(messages.draft), async (tx, { body, signature }) => {
  const employer = await requireSignature(tx, 'labor-contract/draft', body, body.employer, signature);
  const before = await tx.get(laborContracts, body.contract);
  const after = drafted(before, body, tx.time);
  if (after !== before) {
    assertEmployer(employer);
    assertBound(await tx.get(identifiers, body.worker), body);
    await requireLicence(tx, body);
    if (body.predecessor !== undefined) assertRenewable(await tx.get(laborContracts, body.predecessor), body);
  }
  await commit(tx, before, after, 'contract-drafted');
  return { contract: body.contract, at: after.states[0]?.at ?? tx.time };
});

/** `disclose`, by the worker. */
export const disclose = step(
  'labor-contract/disclose',
  messages.disclosure,
  'worker',
  'disclosure-acknowledged',
  (record, body, tx) => disclosed(record, body, tx.time),
  (record) => record.disclosure?.recordedAt,
);

/** `revise`, by the employer. */
export const revise = step(
  'labor-contract/revise',
  messages.revision,
  'employer',
  'contract-revised',
  (record, body, tx) => revised(record, body, tx.time),
  (record) => record.revision?.recordedAt,
);

/** `lock`, by the employer. */
export const lock = step(
  'labor-contract/lock',
  messages.lock,
  'employer',
  'contract-locked',
  (record, body, tx) => locked(record, body, tx.time),
  (record) => record.lock?.recordedAt,
);

/** `decline`, by the worker. */
export const decline = step(
  'labor-contract/decline',
  messages.refusal,
  'worker',
  'contract-declined',
  (record, body, tx) => refused(record, 'DECLINED', body, tx.time),
  (record) => record.refusal?.recordedAt,
);

/** `withdraw`, by the employer. */
export const withdraw = step(
  'labor-contract/withdraw',
  messages.refusal,
  'employer',
  'contract-withdrawn',
  (record, body, tx) => refused(record, 'WITHDRAWN', body, tx.time),
  (record) => record.refusal?.recordedAt,
);

const signing = z.strictObject({
  worker: signed(messages.partySignature),
  employer: signed(messages.partySignature),
  timestamps: messages.timestamps,
});

/** `conclude`: both signatures and the time-stamps in one command. The predecessor of a renewal learns of it. */
export const conclude = command(signing, async (tx, input) => {
  const given = bodiesOf(input);
  const before = await contractOf(tx, given.worker.contract);
  const known = await tx.get(signings, signingId(before.contract, 0));
  const after = concluded(before, known, given, tx.time);
  await requireBoth(tx, input);
  if (after.contract !== before) {
    const { predecessor } = after.contract.draft;
    await requireLicence(tx, after.contract.draft);
    if (predecessor !== undefined) {
      const next = renewed(await tx.get(laborContracts, predecessor), after.contract);
      await tx.put(laborContracts, predecessor, next);
    }
    await tx.put(signings, signingId(before.contract, 0), after.signing);
  }
  await commit(tx, before, after.contract, 'contract-concluded');
  return { contract: before.contract, amendment: 0, at: after.signing.recordedAt };
});

/** `amend`: as `conclude`, for the next amendment. */
export const amend = command(signing, async (tx, input) => {
  const given = bodiesOf(input);
  const { contract, amendment } = given.worker;
  const before = await contractOf(tx, contract);
  const known = amendment === 0 ? undefined : await tx.get(signings, signingId(contract, amendment));
  const after = amended(before, known, given, tx.time);
  await requireBoth(tx, input);
  if (after.contract !== before) await tx.put(signings, signingId(contract, amendment), after.signing);
  await commit(tx, before, after.contract, 'contract-amended');
  return { contract, amendment, at: after.signing.recordedAt };
});

/** `deliver`, by the employer. */
export const deliver = step(
  'labor-contract/deliver',
  messages.delivery,
  'employer',
  'contract-delivered',
  async (record, body, tx) => delivered(record, await signingOf(tx, body), body, tx.time),
  (record) => record.delivery?.recordedAt,
);

/** `acknowledge`, by the worker. */
export const acknowledge = step(
  'labor-contract/acknowledge',
  messages.acknowledgement,
  'worker',
  'delivery-acknowledged',
  async (record, body, tx) => acknowledged(record, await signingOf(tx, body), body, tx.time),
  (record) => record.acknowledgement?.recordedAt,
);

const dissolution = z.strictObject({
  dissolution: messages.dissolution,
  signatures: z.array(registryMessages.signedBy).min(1).max(2),
});

/** `dissolve`: by whom the ground asks for. */
export const dissolve = command(dissolution, async (tx, { dissolution: body, signatures }) => {
  const before = await contractOf(tx, body.contract);
  const signers = signatures.map(({ by }) => by);
  const after = dissolved(before, body, signers, tx.time);
  for (const { by, signature } of signatures) {
    if (by !== after.worker && by !== after.employer) throw new ContractError('NOT_A_PARTY', { by });
    await requireSignature(tx, 'labor-contract/dissolve', body, by, signature);
  }
  await commit(tx, before, after, 'contract-ended');
  return {
    contract: body.contract,
    at: after.dissolution?.recordedAt ?? tx.time,
    retainUntil: after.retainUntil ?? '',
  };
});

/** `dispose`, by the employer. */
export const dispose = command(signed(messages.disposal), async (tx, { body, signature }) => {
  const before = await contractOf(tx, body.contract);
  const after = disposed(before, body, tx.time);
  await requireSignature(tx, 'labor-contract/dispose', body, before.employer, signature);
  await commit(tx, before, after, 'contract-disposed');
  return { contract: body.contract, at: after.disposal.recordedAt };
});

/** @throws ContractError NOT_ENTITLED */
function assertEmployer(record: IdentifierRecord): void {
  if (record.kind !== 'organisation' || record.role !== 'employer') {
    throw new ContractError('NOT_ENTITLED', { by: record.identifier });
  }
}

/** @throws ContractError PARTY_NOT_BOUND */
function assertBound(
  worker: IdentifierRecord | undefined,
  { employer }: MessageBody<'labor-contract/draft'>,
): void {
  const isBound =
    worker?.kind === 'person' && worker.relation === 'employment' && worker.towards === employer;
  if (!isBound) throw new ContractError('PARTY_NOT_BOUND');
}

function bodiesOf({ worker, employer, timestamps }: z.infer<typeof signing>): Signing {
  return { worker: worker.body, employer: employer.body, timestamps };
}

async function requireBoth(tx: ReadTx, { worker, employer }: z.infer<typeof signing>): Promise<void> {
  for (const { body, signature } of [worker, employer]) {
    await requireSignature(tx, 'labor-contract/sign', body, body.party, signature);
  }
}

async function signingOf(tx: ReadTx, { contract, amendment }: { contract: string; amendment: number }) {
  return tx.get(signings, signingId(contract, amendment));
}

/** The id under which a signing is kept. */
export function signingId(contract: string, amendment: number): string {
  return `${contract}:${String(amendment)}`;
}
