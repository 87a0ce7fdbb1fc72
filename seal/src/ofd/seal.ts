import { writeSealSignature, type SealingRequest } from '../eseal/index.js';
import { openOfd, type Ofd } from './read.js';
import { embedValue, prepareSealIn, type SealingPlan } from './sign.js';

/** With what a document is sealed: key, certificate, and what a verifier needs. */
export type Sealer = Omit<SealingRequest, 'seal' | 'dataHash' | 'propertyInfo' | 'signedAt'>;

/**
 * Seals a document in one call: prepared, signed and put together.
 * @throws as `prepareSealIn`, `openOfd` and `writeSealSignature` do
 */
export async function sealOfd(
  document: Uint8Array | Ofd,
  plan: SealingPlan,
  sealer: Sealer,
): Promise<Uint8Array> {
  const ofd = document instanceof Uint8Array ? openOfd(document) : document;
  const prepared = prepareSealIn(ofd, plan, sealer.provider);
  const { dataHash, propertyInfo } = prepared;
  const value = await writeSealSignature({
    ...sealer,
    seal: plan.seal,
    dataHash,
    propertyInfo,
    signedAt: plan.at,
  });
  return embedValue(prepared, value);
}
