/** OCSP (RFC 6960): requests, and the responder's side through the Signer port. Responses are verified by `@renxin/seal/verify`. */
export type { IdHash } from './certificate-id.js';
export { MOST_ASKED, ocspRequest, readOcspRequest, type OcspRequest } from './request.js';
export {
  OcspUnsuccessful,
  readOcspResponse,
  RESPONSE_STATUS,
  unsuccessfulResponse,
  type OcspResponse,
  type ResponseStatus,
  type SingleResponse,
} from './response.js';
export { respondOcsp, type CertificateStatus, type OcspResponder } from './respond.js';
