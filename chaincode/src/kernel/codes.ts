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
  'NOT_IDENTITY_AUTHORITY',
  'KEY_IN_USE',
  'KEY_NOT_ACTIVE',
  'KEY_CHANGE_OUT_OF_SEQUENCE',
  'OFFICERS_MISSING',
  'RECOVERY_PENDING',
  'RECOVERY_NOT_PENDING',
  'RECOVERY_DELAY_NOT_OVER',
  'ACCREDITATION_EXISTS',
  'ACCREDITATION_UNKNOWN',
  'ACCREDITATION_PERIOD_INVALID',
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
] as const;

export type KernelCode = (typeof kernelCodes)[number];
export type RegistryCode = (typeof registryCodes)[number];
export type LaborContractCode = (typeof laborContractCodes)[number];
export type ContractCode = KernelCode | RegistryCode | LaborContractCode;
