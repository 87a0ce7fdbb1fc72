export { jwkOf, keyOfJwk, thumbprintOf, type PublicJwk } from './jwk.js';
export { isJwsKey, isSignedBy, jwsAlgorithms, readJws, signJws, type Jws, type JwsAlgorithm } from './jws.js';
