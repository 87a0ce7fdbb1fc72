export { idOf, periodOf, type OpenCredential } from './form.js';
export { issueOpen, type IssueOpenOptions } from './issue.js';
export { requireOwnSchema } from './own-schema.js';
export { readFormOnly, readOpenCredential, readOpenPresentation } from './read.js';
export {
  verifyOpenCredential,
  verifyOpenPresentation,
  type VerifiedOpen,
  type VerifiedOpenPresentation,
  type VerifyOpenOptions,
  type VerifyOpenPresentationOptions,
} from './verify.js';
