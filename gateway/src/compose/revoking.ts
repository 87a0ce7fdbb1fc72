import { toBase64url } from '@renxin/chaincode/canonical';
import { sameBytes } from '@renxin/archive/bundle';
import { readSeal } from '@renxin/seal/eseal';
import type { SealsOf } from '../pki/revoking.js';
import { sealFile } from '../seals/seal-file.js';
import { JsonRecords } from '../store/index.js';
import type { Base } from './base.js';
import { PLATFORM } from './organisation-names.js';

/** What a revocation concerns: the e-seals of this platform that a certificate made, or that list it. */
export function sealsConcerned({ store }: Pick<Base, 'store'>): SealsOf {
  const files = new JsonRecords(store, `${PLATFORM}/seal`, sealFile);
  return async (certificate) => {
    const text = toBase64url(certificate);
    let [made, listing] = [0, 0];
    let after: string | undefined;
    do {
      const page = await files.list({ limit: 1000, ...(after !== undefined && { after }) });
      for (const { value } of page.records) {
        if (value.made === undefined) continue;
        if (value.certificate === text) listing++;
        const { maker } = readSeal(new Uint8Array(Buffer.from(value.made.der, 'base64url')));
        if (sameBytes(maker.der, certificate)) made++;
      }
      after = page.next;
    } while (after !== undefined);
    return { made, listing };
  };
}
