import { hmacWith } from './hmac.js';
import { sm3 } from './sm3.js';

/**
 * Candidates for the nonce of one SM2 signature, without end: the construction of RFC 6979 section 3.2 (HMAC_DRBG) with
 * HMAC-SM3, and fresh random bytes as its additional data (section 3.6). Broken randomness alone does not repeat a nonce
 * for two messages; a fault while signing the same message again does not either, as long as randomness works.
 * @param privateKey 32 bytes
 * @param digest e of GB/T 32918.2, reduced modulo n, 32 bytes
 * @param fresh random bytes, any number
 */
export function* nonces(
  privateKey: Uint8Array,
  digest: Uint8Array,
  fresh: Uint8Array,
): Generator<Uint8Array, never> {
  let v: Uint8Array = new Uint8Array(32).fill(1);
  let k: Uint8Array = new Uint8Array(32);
  for (const step of [0, 1]) {
    k = hmacWith(sm3, k, v, Uint8Array.of(step), privateKey, digest, fresh);
    v = hmacWith(sm3, k, v);
  }
  for (;;) {
    v = hmacWith(sm3, k, v);
    yield v;
    k = hmacWith(sm3, k, v, Uint8Array.of(0));
    v = hmacWith(sm3, k, v);
  }
}
