import type { ContractAnswer, ContractView, Receipt } from '@renxin/wallets/api';
import type { Json } from '@renxin/chaincode/canonical';
import { laborContract } from '@renxin/chaincode/contracts';
import type { ContractFile } from './contract-file.js';
import type { Desk } from './desk.js';
import { latest } from './drafting.js';

/** What a party sees of its contract: the ledger's record, and the texts beside it. */
export async function viewOf(desk: Desk, file: ContractFile): Promise<ContractView> {
  const record = await desk.ledger.evaluate(laborContract.operations.contract, { contract: file.contract });
  return {
    contract: file.contract,
    state: stateOf(file, record),
    employer: file.employer,
    worker: file.worker,
    version: latest(file).version,
    terms: latest(file).terms,
    warnings: latest(file).warnings,
    signings: file.signings.map((signing) => ({
      amendment: signing.amendment,
      version: signing.version,
      document: signing.document,
      pages: signing.pages,
      signedBy: (['worker', 'employer'] as const).filter((role) => signing[role] !== undefined),
      concluded:
        file.steps.some(({ operation }) => operation === (signing.amendment === 0 ? 'conclude' : 'amend')) &&
        signing.concluded !== undefined,
    })),
    record,
    anchored: file.steps.some(({ operation }) => operation === 'conclude'),
  };
}

/** The last step of a file with its proof: what a wallet keeps. */
export async function receiptOf(desk: Desk, file: ContractFile): Promise<Receipt | undefined> {
  const last = file.steps.at(-1);
  if (last === undefined) return undefined;
  const { txId, index, height, time } = last;
  return { txId, index, height, time, proof: await desk.ledger.prove({ txId, index }) };
}

/** The ledger's state; between the two signatures the platform's own: WORKER_SIGNED or EMPLOYER_SEALED. */
function stateOf(file: ContractFile, record: Json): string {
  const state = (record as { state: string }).state;
  const [first] = file.signings;
  if (state !== 'LOCKED' || first === undefined) return state;
  if (first.worker !== undefined) return 'WORKER_SIGNED';
  return first.employer !== undefined ? 'EMPLOYER_SEALED' : state;
}

export async function answerOf(desk: Desk, file: ContractFile): Promise<ContractAnswer> {
  const receipt = await receiptOf(desk, file);
  return { contract: await viewOf(desk, file), ...(receipt !== undefined && { receipt }) };
}
