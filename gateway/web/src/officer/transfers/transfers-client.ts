import type { LookUpPurpose, TransferIn, TransferInLook } from '@renxin/wallets/api';
import { signedIn } from '../session/session-state';

const PATH = '/api/v1/e-certificates/transfers-in';

export interface WaitingTransfers {
  readonly transfers: readonly TransferIn[];
  readonly next?: string;
}

/** Transfers that wait at this province, and its decisions about them. @throws PageProblem */
export const transfersClient = {
  list: (after?: string) =>
    signedIn().get<WaitingTransfers>(after === undefined ? PATH : `${PATH}?after=${after}`),
  look: (transfer: string, purpose: LookUpPurpose) =>
    signedIn().post<TransferInLook>(`${PATH}/${transfer}/look-ups`, { purpose }),
  accept: (transfer: string) => decide(transfer, { decision: 'accept' }),
  refuse: (transfer: string, reason: string) => decide(transfer, { decision: 'refuse', reason }),
};

function decide(transfer: string, decision: object): Promise<TransferIn> {
  return signedIn().post<TransferIn>(`${PATH}/${transfer}/decisions`, decision);
}
