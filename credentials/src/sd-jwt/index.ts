export { SdJwtError, sdJwtCodes, type SdJwtCode } from './codes.js';
export { issueSdJwt, keyOfDid, SD_JWT_TYPE, vctOf, verifySdJwt, type VerifiedSdJwt } from './credential.js';
export { bindKey, requireBinding, type Binding } from './key-binding.js';
export { disclosed, readSdJwt, signSdJwt, withDisclosures, type SdJwt, type SdJwtOptions } from './sd-jwt.js';
