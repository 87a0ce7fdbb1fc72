import { writeSealSignature, type SealingRequest } from '../eseal/index.js';
import { embedSeal, prepareSeal, type SealingPlan } from './sign.js';

/** With what a document is sealed: key, certificate, and what a verifier needs. */
export type Sealer = Omit<SealingRequest, 'seal' | 'dataHash' | 'propertyInfo' | 'signedAt'>;

/**
 * Seals a document in one call: prepared, signed and put together.
 * @throws as `prepareSeal` and `writeSealSignature` do
 */
export async function sealOfd(document: Uint8Array, plan: SealingPlan, sealer: Sealer): Promise<Uint8Array> {
  const prepared = prepareSeal(document, plan, sealer.provider);
  const { dataHash, propertyInfo } = prepared;
  const value = await writeSealSignature({
    ...sealer,
    seal: plan.seal,
    dataHash,
    propertyInfo,
    signedAt: plan.at,
  });
  return embedSeal(prepared, value);
}
