import type { AccreditationView, DryRunAnswer, Proposal, recognitionRules } from '@renxin/wallets/api';
import type { z } from 'zod';
import { signedIn } from '../session/session-state';

export type RecognitionRule = z.infer<typeof recognitionRules>['rules'][number];

export interface RegisteredOrganisation {
  readonly organisation: string;
  readonly name: string;
  readonly role: string;
  readonly region: string;
  readonly state: string;
}

/** What the trust registry is asked, as of `asOf` when it is not empty. @throws PageProblem */
export const trustClient = {
  accreditations: async (asOf: string) =>
    (
      await signedIn().get<{ accreditations: readonly AccreditationView[] }>(
        at('/api/v1/registry/accreditations', asOf),
      )
    ).accreditations,
  organisations: async (asOf: string) =>
    (
      await signedIn().get<{ organisations: readonly RegisteredOrganisation[] }>(
        at('/api/v1/registry/organisations', asOf),
      )
    ).organisations,
  rules: async (asOf: string) =>
    (await signedIn().get<{ rules: readonly RecognitionRule[] }>(at('/api/v1/recognition-rules', asOf)))
      .rules,
  tryOut: (proposal: Proposal) => signedIn().post<DryRunAnswer>('/api/v1/registry/dry-runs', { proposal }),
  carryOut,
};

/** The same proposal, now submitted. */
async function carryOut(proposal: Proposal): Promise<void> {
  const desk = signedIn();
  switch (proposal.kind) {
    case 'delegate':
      await desk.post('/api/v1/registry/accreditations', proposal.delegation);
      return;
    case 'decide-delegation':
      await desk.post(
        `/api/v1/registry/accreditations/${proposal.accreditation}/decisions`,
        proposal.decision,
      );
      return;
    case 'recognise':
      await desk.post('/api/v1/recognitions', proposal.recognition);
      return;
    case 'withdraw-recognition': {
      const { from, reason } = proposal;
      await desk.post(`/api/v1/recognitions/${proposal.recognition}/withdrawal`, { from, reason });
      return;
    }
    case 'change':
      throw new TypeError('a change of the registry is decided by counted approvals');
  }
}

/** @param asOf a moment chosen in China Standard Time, YYYY-MM-DDTHH:MM, or nothing */
function at(path: string, asOf: string): string {
  return asOf === ''
    ? path
    : `${path}?asOf=${encodeURIComponent(new Date(`${asOf}:00+08:00`).toISOString())}`;
}
