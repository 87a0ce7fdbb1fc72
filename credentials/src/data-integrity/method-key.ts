import { fromBase58, fromBase64url, toBase58, toBase64url } from '@renxin/chaincode/canonical';
import { keyOfMultikey, multikeyOf } from './multikey.js';
import type { FurtherKey, MethodKey } from './suite.js';

/** As unsigned varints: p384-pub 0x1201, bls12_381-g2-pub 0xeb; compressed points. */
const FURTHER: readonly (readonly [FurtherKey['algorithm'], readonly [number, number], number])[] = [
  ['P-384', [0x81, 0x24], 49],
  ['BLS12-381', [0xeb, 0x01], 96],
];

/**
 * The key of a Multikey, or undefined when it is none. That a point of P-384 or BLS12-381 lies on its curve shows when it
 * is used: a suite refuses it then.
 */
export function methodKeyOf(multikey: string): MethodKey | undefined {
  return keyOfMultikey(multikey) ?? furtherKeyOf(multikey);
}

/** `z82L…` P-384, `zUC7…` BLS12-381 in G2, and those of {@link multikeyOf}. */
export function multikeyOfMethod(key: MethodKey): string {
  const [, codec] = FURTHER.find(([algorithm]) => algorithm === key.algorithm) ?? [];
  if (codec === undefined) return multikeyOf(key as Exclude<MethodKey, FurtherKey>);
  return `z${toBase58(Uint8Array.of(...codec, ...(fromBase64url(key.point) ?? [])))}`;
}

function furtherKeyOf(multikey: string): FurtherKey | undefined {
  const bytes =
    multikey.startsWith('z') && multikey.length <= LONGEST ? fromBase58(multikey.slice(1)) : undefined;
  const kind = FURTHER.find(
    ([, [first, second], length]) =>
      bytes?.[0] === first && bytes[1] === second && bytes.length === length + 2,
  );
  if (bytes === undefined || kind === undefined) return undefined;
  return { algorithm: kind[0], point: toBase64url(bytes.subarray(2)) };
}

const LONGEST = 160;
