import { TAG } from '../asn1/index.js';
import { integer, sequence, tagged } from '../asn1/write.js';

/** Why no token is given (RFC 3161 2.4.2), by the number of the bit in PKIFailureInfo. */
export const FAILURE = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
} as const;

export type Failure = keyof typeof FAILURE;

/** DER of TimeStampResp with status granted. */
export function grantedResponse(token: Uint8Array): Uint8Array {
  return sequence(sequence(integer(0)), token);
}

/** DER of TimeStampResp with status rejection and the one reason. */
export function rejectedResponse(failure: Failure): Uint8Array {
  const bit = FAILURE[failure];
  const octets = new Uint8Array((bit >> 3) + 2);
  octets[0] = 7 - (bit & 7);
  octets[(bit >> 3) + 1] = 0x80 >> (bit & 7);
  return sequence(sequence(integer(2), tagged(TAG.bitString, octets)));
}
