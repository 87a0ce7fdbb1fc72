import type { CallbackContext } from '@openid4vc/oauth2';
import { setGlobalConfig } from '@openid4vc/utils';

/*
 * The library takes https alone, or http everywhere. Which addresses may be asked is for the fetch that is handed in to say:
 * one that is safe against private addresses, or the demonstration's on loopback.
 */
setGlobalConfig({ allowInsecureUrls: true });

/** For what the library only checks and writes: nothing here signs, asks or decrypts. */
export const libraryCallbacks: CallbackContext = {
  hash: unavailable,
  signJwt: unavailable,
  verifyJwt: unavailable,
  encryptJwe: unavailable,
  decryptJwe: unavailable,
  generateRandom: unavailable,
  clientAuthentication: unavailable,
  fetch: unavailable,
};

function unavailable(): never {
  throw new Error('not asked for');
}
