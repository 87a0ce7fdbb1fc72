import { openTrust } from '@renxin/archive/verify';
import { pureProvider } from '@renxin/seal/pure';
import { shallowRef } from 'vue';

/** The trust file that the reader brought. It never comes out of what is verified. */
export interface GivenTrust {
  readonly bytes: Uint8Array;
  /** Null when it is no trust file, or was altered: nobody is believed then, and the report says so. */
  readonly fingerprint: string | null;
  readonly issuer: string | null;
}

export const trust = shallowRef<GivenTrust | null>(null);

export function takeTrust(bytes: Uint8Array | null): void {
  trust.value = bytes === null ? null : { bytes, ...opened(bytes) };
}

function opened(bytes: Uint8Array): Omit<GivenTrust, 'bytes'> {
  try {
    const { trust: file, fingerprint } = openTrust(bytes, pureProvider);
    return { fingerprint, issuer: file.issuer.name };
  } catch {
    return { fingerprint: null, issuer: null };
  }
}
