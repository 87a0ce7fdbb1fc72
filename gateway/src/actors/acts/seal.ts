import { toBase64url } from '@renxin/chaincode/canonical';
import { sealAgent, sealDesign } from '@renxin/wallets/api';
import * as seals from '@renxin/wallets/seal';
import { z } from 'zod';
import type { Organisation } from '../../demonstration/organisations.js';
import type { Acting, Connected } from '../acting.js';
import type { Act } from '../control.js';

/** The organisation that decides about the owners' seals. */
const AUTHORITY = 'gd';

/** Who applies for the owner: invented. */
export interface Agent {
  readonly name: string;
  readonly staff: string;
}

const applyInput = z.strictObject({
  seal: z.string(),
  type: z.string(),
  design: sealDesign,
  /** Absent: the agent of the stories. */
  agent: z.exactOptional(sealAgent),
  predecessor: z.exactOptional(z.string()),
});
const sealInput = z.strictObject({ seal: z.string() });
const changeInput = sealInput.extend({
  kind: z.enum(['activate', 'suspend', 'resume', 'revoke']),
  reason: z.string(),
});
const useInput = sealInput.extend({ title: z.string(), text: z.string(), place: z.string() });

/** What an owner of e-seals does. Its key stays in this process. */
export function sealActs(acting: Acting, { name }: Organisation, agent: Agent): Record<string, Act> {
  const authorisationText = `授权书（演示）：授权${agent.name}办理电子印章。`;
  const owner = async (): Promise<Connected> =>
    acting.connect(AUTHORITY, await acting.identifier('organisation'));
  return {
    'apply-for-seal': async (value) => {
      const party = await owner();
      const { seal, type, design, agent: named, predecessor } = applyInput.parse(value);
      const authorisation = party.provider.hash('SM3', new TextEncoder().encode(authorisationText));
      return seals.applyForSeal(party, {
        seal,
        name,
        type,
        agent: named ?? { ...agent, authorisation: toBase64url(authorisation) },
        design,
        ...(predecessor !== undefined && { predecessor }),
      });
    },
    'change-seal': async (value) => {
      const { seal, kind, reason } = changeInput.parse(value);
      return seals.changeSeal(await owner(), seal, kind, reason);
    },
    'seal-data': async (value) => {
      const { der } = await seals.sealInUse(await owner(), sealInput.parse(value).seal);
      return toBase64url(der);
    },
    'seal-text': async (value) => {
      const party = await owner();
      const { seal, title, text, place } = useInput.parse(value);
      const what = {
        title,
        place,
        authority: `${agent.name}（${agent.staff}），按用印审批`,
        dataHash: party.provider.hash('SM3', new TextEncoder().encode(text)),
        propertyInfo: 'text',
      };
      const view = await seals.sealOf(party, seal);
      if (view.state !== 'ACTIVE') {
        await seals.refuseUse(party, seal, what, 'SEAL_NOT_ACTIVE');
        throw new seals.SealingRefused('NO_SEAL_IN_USE');
      }
      return toBase64url(await seals.sealDigest(party, await seals.sealInUse(party, seal), what));
    },
    seals: async () => seals.sealsOf(await owner()),
    'seal-uses': async (value) => seals.usesOf(await owner(), sealInput.parse(value).seal),
  };
}
