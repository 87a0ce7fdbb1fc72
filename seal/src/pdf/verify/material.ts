import { DerError } from '../../asn1/index.js';
import { OcspUnsuccessful, readOcspResponse, type OcspResponse } from '../../ocsp/response.js';
import {
  readCertificate,
  readRevocationList,
  type Certificate,
  type RevocationList,
} from '../../x509/index.js';
import type { Store } from './store.js';

/** Validation data that was read; nothing about it has been verified. */
export interface Material {
  readonly certificates: readonly Certificate[];
  readonly lists: readonly RevocationList[];
  readonly responses: readonly OcspResponse[];
}

/** What of the validation data can be read; what cannot is no help, and no harm either. */
export function materialOf({ certificates, crls, ocsps }: Store, others: readonly Uint8Array[]): Material {
  return {
    certificates: readable(certificates, readCertificate),
    lists: [...readable(crls, readRevocationList), ...others.map(readRevocationList)],
    responses: readable(ocsps, readOcspResponse),
  };
}

function readable<T>(values: readonly Uint8Array[], read: (der: Uint8Array) => T): T[] {
  return values.flatMap((value) => {
    try {
      return [read(value)];
    } catch (error) {
      if (error instanceof DerError || error instanceof OcspUnsuccessful) return [];
      throw error;
    }
  });
}
