import { canonical, toBase64url } from '@renxin/chaincode/canonical';
import * as labor from '@renxin/wallets/labor-contract';
import { z } from 'zod';
import type { Acting } from '../acting.js';
import type { Act } from '../control.js';

export const contractInput = z.strictObject({ contract: z.string() });
export const signingInput = z.strictObject({ contract: z.string(), amendment: z.int().min(0) });
export const refusalInput = z.strictObject({ contract: z.string(), version: z.int(), reason: z.string() });

const signInput = signingInput.extend({ seen: z.array(z.int()) });
const exportInput = z.strictObject({
  contract: z.string(),
  purpose: z.enum(['party', 'arbitration', 'court', 'archive']),
});

/** The platform for labor contracts of the demonstration. */
const PLATFORM = 'gd';

/** A party to a labor contract, on the platform that keeps it. */
export function contractParty(acting: Acting, role: labor.Party['role']): () => Promise<labor.Party> {
  const relation = role === 'worker' ? 'employment' : 'organisation';
  return async () => ({
    ...(await acting.connect(PLATFORM, await acting.identifier(relation))),
    role,
  });
}

/** What both parties to a labor contract do. */
export function contractActs(acting: Acting, role: labor.Party['role']): Record<string, Act> {
  const party = contractParty(acting, role);
  return {
    scene: async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      const scene = await labor.openScene(await party(), contract, amendment);
      return { fingerprint: scene.fingerprint, pages: scene.pages.map(({ layout }) => layout) };
    },
    sign: async (value) => {
      const { contract, amendment, seen } = signInput.parse(value);
      const decide: labor.Show = async () => ({ kind: 'sign', method: 'confirmation', seen });
      return labor.signContract(await party(), contract, amendment, decide);
    },
    download: async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      const files = await labor.downloadAll(await party(), contract, amendment);
      return Object.fromEntries([...files].map(([name, bytes]) => [name, toBase64url(bytes)]));
    },
    export: async (value) => {
      const { contract, purpose } = exportInput.parse(value);
      const bundle = await labor.exportBundle(await party(), contract, purpose);
      const proof = await labor.proveState(await party(), contract);
      return { bundle: toBase64url(bundle), proof: canonical(proof) };
    },
    'log-proof': async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      return toBase64url(await labor.proveLogged(await party(), contract, amendment));
    },
    view: async (value) => labor.view(await party(), contractInput.parse(value).contract),
  };
}
