export { OpenidError, type OpenidCode } from '../openid/codes.js';
export { answer, decline, type AnswerOptions, type Chosen } from './answer.js';
export {
  choices,
  openRequest,
  PresentationRequestError,
  type Choice,
  type OpenRequestOptions,
} from './request.js';
