export { PresentationRequestError, presentationRequestCodes, type PresentationRequestCode } from './codes.js';
export { matching, queryFor, requireAnswered, type Asked, type Matchable } from './query.js';
export {
  clientIdOf,
  readRequest,
  requestLink,
  responseModes,
  signedRequest,
  type PresentationRequest,
  type ReadRequestOptions,
  type ResponseMode,
} from './request.js';
