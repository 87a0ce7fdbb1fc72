/** RFC 3161 time-stamps: the authority, and requests for clients. Tokens are verified by `@renxin/seal/verify`. */
export { POLICY_TEST_TIME_STAMP } from '../asn1/oids.js';
export * from './authority.js';
export { nonceNumber, readTimeStampRequest, timeStampRequest, type TimeStampRequest } from './request.js';
export { FAILURE, type Failure } from './response.js';
export * from './service.js';
