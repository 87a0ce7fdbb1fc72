import { ALGORITHMS, generateBbsKeyPair } from '@digitalbazaar/bls12-381-multikey';
import { methodKeyOf, type BbsSigner } from '../data-integrity/index.js';

/** A new key that stays in this process. @param seed 32 bytes for a key that comes again, in tests */
export async function generateBbsSigner(seed?: Uint8Array): Promise<BbsSigner> {
  const pair = await generateBbsKeyPair({
    algorithm: ALGORITHMS.BBS_BLS12381_SHA256,
    ...(seed !== undefined && { seed }),
  });
  const key = methodKeyOf(pair.publicKeyMultibase);
  if (key?.algorithm !== 'BLS12-381') throw new TypeError('no key of BLS12-381');
  const signer = pair.signer();
  return {
    key: { algorithm: key.algorithm, point: key.point },
    signAll: ({ header, messages }) => signer.multisign({ header, messages }),
  };
}
