/** Every code with which the rules refuse. A name here is a promise: it is mapped, translated and tested elsewhere by this union. */

export const kernelCodes = ['UNKNOWN_COMMAND', 'INPUT_INVALID', 'SIGNATURE_INVALID'] as const;

export const registryCodes = [
  'LEDGER_NOT_FOUNDED',
  'LEDGER_ALREADY_FOUNDED',
  'FOUNDER_MISSING',
  'ORGANISATION_UNKNOWN',
  'ORGANISATION_EXISTS',
  'ORGANISATION_SUSPENDED',
  'APPROVALS_MISSING',
  'CHANGE_OUT_OF_SEQUENCE',
  'IDENTIFIER_UNKNOWN',
  'IDENTIFIER_EXISTS',
  'IDENTIFIER_RESERVED',
  'NOT_IDENTITY_AUTHORITY',
  'KEY_IN_USE',
  'KEY_NOT_ACTIVE',
  'KEY_CHANGE_OUT_OF_SEQUENCE',
  'ASSERTION_KEY_UNKNOWN',
  'OFFICERS_MISSING',
  'RECOVERY_PENDING',
  'RECOVERY_NOT_PENDING',
  'RECOVERY_DELAY_NOT_OVER',
  'ACCREDITATION_EXISTS',
  'ACCREDITATION_UNKNOWN',
  'ACCREDITATION_PERIOD_INVALID',
  'ACCREDITATION_BEYOND',
  'ACCREDITATION_SUSPENDED',
  'ACCREDITATION_STATE',
  'ACCREDITATION_SEQUENCE',
] as const;

export const laborContractCodes = [
  'CONTRACT_UNKNOWN',
  'CONTRACT_EXISTS',
  'CONTRACT_STATE',
  'CONTRACT_VERSION',
  'CONTRACT_CONCLUDED',
  'DISCLOSURE_MISSING',
  'NOT_A_PARTY',
  'PARTY_NOT_BOUND',
  'DOCUMENT_MISMATCH',
  'SIGNATURE_TIME',
  'PREDECESSOR_STATE',
  'DISSOLUTION_GROUND',
  'DISSOLUTION_SIGNATURES',
  'RETENTION_NOT_OVER',
  'LEGAL_HOLD',
  'NOT_ENTITLED',
  'BUNDLE_UNKNOWN',
  'BUNDLE_DIFFERS',
  'CUSTODY_NUMBER',
  'NOT_CUSTODIAN',
] as const;

export const archiveRecordCodes = [
  'ARCHIVE_UNKNOWN',
  'ARCHIVE_EXISTS',
  'ARCHIVE_STATE',
  'ARCHIVE_TRANSFERRED',
  'ARCHIVE_TRANSFER_NUMBER',
  'ARCHIVE_PREDECESSOR',
  'ARCHIVE_DIGEST',
] as const;

export const sealRecordCodes = [
  'SEAL_UNKNOWN',
  'SEAL_EXISTS',
  'SEAL_STATE',
  'SEAL_SELF_APPROVAL',
  'SEAL_NOT_ACTIVE',
  'SEAL_PREDECESSOR',
  'SEAL_PERIOD_INVALID',
  'SEAL_CHANGE_NUMBER',
  'SEAL_ES_ID_IN_USE',
  'SEAL_OFFICERS_REQUIRED',
  'SEAL_CONFIRMATIONS_MISSING',
  'SEAL_CONFIRMATION_INVALID',
] as const;

export const consentCodes = [
  'CATALOGUE_UNKNOWN',
  'CATALOGUE_EXISTS',
  'CATALOGUE_VERSION',
  'CATALOGUE_INVALID',
  'NOT_IN_CATALOGUE',
  'PURPOSE_NOT_IN_CATALOGUE',
  'BASIS_NOT_ALLOWED',
  'FIELD_NOT_NECESSARY',
  'CONSENT_PERIOD_INVALID',
  'CONSENT_UNKNOWN',
  'CONSENT_EXISTS',
  'CONSENT_STATE',
  'REQUEST_REFUSED_BEFORE',
  'REQUEST_EXPIRED',
  'GRANT_BEYOND_REQUEST',
  'SEPARATE_CONSENT_MISSING',
  'CONSENT_NOT_GRANTED',
  'CONSENT_NOT_YET_VALID',
  'CONSENT_EXPIRED',
  'CONSENT_REVOKED',
  'CONSENT_USED_UP',
  'CONSENT_OTHER_SUBJECT',
  'CONSENT_OTHER_SOURCE',
  'CONSENT_OTHER_RECIPIENT',
  'CONSENT_OTHER_PURPOSE',
  'CONSENT_OTHER_FIELDS',
  'CONSENT_USE_EXISTS',
  'CONSENT_NOT_REVOCABLE',
  'APPROVER_NOT_INDEPENDENT',
  'LOG_OUT_OF_SEQUENCE',
] as const;

export const certificateCodes = [
  'CERTIFICATE_UNKNOWN',
  'CERTIFICATE_EXISTS',
  'CERTIFICATE_STATE',
  'CERTIFICATE_SEQUENCE',
  'CERTIFICATE_DATES',
  'CERTIFICATE_SUSPENDED',
  'CERTIFICATE_SET_ASIDE',
  'CERTIFICATE_REVOKED',
  'CERTIFICATE_CANCELLED',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_REPLACED',
  'TRANSFERRED_OUT',
  'TRANSFER_MISMATCH',
  'CERTIFICATE_PREDECESSOR',
  'NOT_SOURCE_AUTHORITY',
  'DEPENDENCY_REVOKED',
  'DEPENDENCY_SUSPENDED',
  'ISSUER_NOT_ACCREDITED',
  'HOLDER_MISMATCH',
  'NOT_ISSUING_PROVINCE',
  'STATUS_INDEX_USED',
] as const;

export const recognitionCodes = [
  'RECOGNITION_UNKNOWN',
  'RECOGNITION_EXISTS',
  'RECOGNITION_PERIOD_INVALID',
] as const;

export const schemaCodes = [
  'SCHEMA_EXISTS',
  'SCHEMA_NOT_REGISTERED',
  'SCHEMA_VERSION',
  'SCHEMA_RETIRED',
] as const;

export const logCodes = [
  'LOG_UNKNOWN',
  'LOG_FORKED',
  'LOG_ROLLED_BACK',
  'ANCHOR_OUT_OF_SEQUENCE',
  'FORK_NOT_PROVEN',
  'WITNESS_UNKNOWN',
  'WITNESS_POLICY_INVALID',
] as const;

export type KernelCode = (typeof kernelCodes)[number];
export type RegistryCode = (typeof registryCodes)[number];
export type LaborContractCode = (typeof laborContractCodes)[number];
export type ConsentCode = (typeof consentCodes)[number];
export type CertificateCode = (typeof certificateCodes)[number];
export type RecognitionCode = (typeof recognitionCodes)[number];
export type SchemaCode = (typeof schemaCodes)[number];
export type ArchiveRecordCode = (typeof archiveRecordCodes)[number];
export type SealRecordCode = (typeof sealRecordCodes)[number];
export type LogCode = (typeof logCodes)[number];
export type ContractCode =
  | KernelCode
  | RegistryCode
  | LaborContractCode
  | ConsentCode
  | CertificateCode
  | RecognitionCode
  | SchemaCode
  | ArchiveRecordCode
  | SealRecordCode
  | LogCode;
