import { fromHex, toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from './provider.js';

/** Known answers: GB/T 32905 A.1. */
const ABC = new TextEncoder().encode('abc');
const SM3_ABC = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
/** GB/T 32918.5 A.2: the key and signature of "message digest" with user id 1234567812345678. */
const KEY =
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
const MESSAGE = new TextEncoder().encode('message digest');
const SIGNATURE =
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';

/** What the provider does wrong, or undefined. */
export function selfTest(provider: CryptoProvider): string | undefined {
  try {
    if (hex(provider.hash('SM3', ABC)) !== SM3_ABC) return 'SM3 gives another digest';
    const key = { algorithm: 'SM2' as const, point: toBase64url(bytes(KEY)) };
    if (!provider.verify(key, MESSAGE, bytes(SIGNATURE))) return 'SM2 refuses a valid signature';
    if (provider.verify(key, ABC, bytes(SIGNATURE))) return 'SM2 accepts the signature of another message';
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it throws';
  }
}

function hex(digest: Uint8Array): string {
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytes(text: string): Uint8Array {
  return fromHex(text) ?? new Uint8Array();
}
