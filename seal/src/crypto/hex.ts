import { fromHex } from '@renxin/chaincode/canonical';

/** Bytes of a constant that stands in the source. */
export function hexBytes(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new RangeError('not lower-case hexadecimal');
  return bytes;
}
