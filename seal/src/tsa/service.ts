import type { AnyHash } from '../crypto/provider.js';
import { readTimeStampRequest } from './request.js';
import { rejectedResponse } from './response.js';
import type { TimeStampAuthority } from './authority.js';

/**
 * One address for several authorities: the imprint's hash function chooses (SM3: the SM2 token, SHA-256: the ECDSA
 * token). What none of them stamps is refused with badAlg.
 */
export function createTimeStampService(
  authorities: readonly TimeStampAuthority[],
): Pick<TimeStampAuthority, 'respond'> {
  return {
    async respond(der) {
      const hash = hashAsked(der);
      if (hash === 'unreadable') return rejectedResponse('badDataFormat');
      const authority = authorities.find((each) => each.algorithm === hash);
      return authority === undefined ? rejectedResponse('badAlg') : authority.respond(der);
    },
  };
}

function hashAsked(der: Uint8Array): AnyHash | 'unreadable' | undefined {
  try {
    return readTimeStampRequest(der).imprint.hash;
  } catch {
    return 'unreadable';
  }
}
