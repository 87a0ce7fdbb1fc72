import { registry, registryRules } from '@renxin/chaincode/contracts';
import type { delegationAnswer, delegationDecision, delegationRequest } from '@renxin/wallets/api';
import type { z } from 'zod';
import { receiptOf, signAsProvince, type CertificateDesk } from '../certificates/desk.js';

/** A province decides about the issuers of its region; the province signs. */

type Answer = z.infer<typeof delegationAnswer>;

const { operations } = registry;

/** @throws ContractError ACCREDITATION_BEYOND and what else the rules refuse */
export async function delegated(
  desk: CertificateDesk,
  request: z.infer<typeof delegationRequest>,
): Promise<Answer> {
  const body = { ...request, by: desk.organisation };
  const signature = await signAsProvince(desk, 'registry/delegate', body);
  const committed = await desk.ledger.submit(operations.delegate, { body, signature });
  return { accreditation: body.accreditation.id, receipt: await receiptOf(desk, committed) };
}

/** @throws ContractError ACCREDITATION_UNKNOWN, NOT_ENTITLED and what else the rules refuse */
export async function delegationDecided(
  desk: CertificateDesk,
  accreditation: string,
  request: z.infer<typeof delegationDecision>,
): Promise<Answer> {
  const record = await desk.ledger.evaluate(operations.accreditation, { id: accreditation });
  const { reason } = request;
  const sequence = registryRules.decisionsAbout(record) + 1;
  const common = { accreditation, by: desk.organisation, sequence, reason };
  switch (request.decision) {
    case 'suspend': {
      const signature = await signAsProvince(desk, 'registry/suspend-delegation', common);
      const input = { body: common, signature };
      return done(await desk.ledger.submit(operations['suspend-delegation'], input));
    }
    case 'reinstate': {
      const signature = await signAsProvince(desk, 'registry/reinstate-delegation', common);
      const input = { body: common, signature };
      return done(await desk.ledger.submit(operations['reinstate-delegation'], input));
    }
    case 'withdraw': {
      const body = { ...common, from: request.from };
      const signature = await signAsProvince(desk, 'registry/withdraw-delegation', body);
      return done(await desk.ledger.submit(operations['withdraw-delegation'], { body, signature }));
    }
  }

  async function done(committed: Parameters<typeof receiptOf>[1]): Promise<Answer> {
    return { accreditation, receipt: await receiptOf(desk, committed) };
  }
}
