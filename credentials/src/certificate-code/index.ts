export {
  CODE_LIFETIME,
  issueCode,
  looksLikeCode,
  LONGEST_CODE,
  readCode,
  verifyCode,
  type CertificateCode,
  type CodeContent,
} from './code.js';
