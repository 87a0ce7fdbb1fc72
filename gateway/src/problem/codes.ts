import type { ContractCode } from '@renxin/chaincode/kernel';
import type { LedgerCode } from '@renxin/network';
import { holderProofCodes } from '@renxin/credentials/openid4vci';
import { sdJwtCodes } from '@renxin/credentials/sd-jwt';
import { presentationRequestCodes } from '@renxin/credentials/openid4vp';
import type { StoreCode } from '../store/record-store.js';

/** Every code with which the gateway itself refuses. A name here is a promise: it is mapped, translated and tested by this union. */

/** What is wrong with the request as HTTP, before anybody asks who sent it. */
export const requestCodes = [
  'REQUEST_MALFORMED',
  'REQUEST_TIMEOUT',
  'HEADERS_TOO_LARGE',
  'HEADER_INVALID',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'NOT_ACCEPTABLE',
  'PATH_INVALID',
  'QUERY_INVALID',
  'CONTENT_TYPE_UNSUPPORTED',
  'CONTENT_ENCODING_UNSUPPORTED',
  'BODY_UNEXPECTED',
  'BODY_TOO_LARGE',
  'BODY_INCOMPLETE',
  'BODY_NOT_UTF8',
  'BODY_NOT_JSON',
  'BODY_TOO_DEEP',
  'BODY_MEMBER_REPEATED',
  'BODY_MEMBER_FORBIDDEN',
  'BODY_INVALID',
] as const;

/** Sessions: access tokens bound to a key (RFC 9449). */
export const sessionCodes = [
  'NONCE_INVALID',
  'NONCE_USED',
  'SESSION_AUDIENCE',
  'SESSION_TIME',
  'SESSION_SIGNATURE_INVALID',
  'PARTY_UNKNOWN',
  'PARTY_SUSPENDED',
  'PARTY_REVOKED',
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'TOKEN_OTHER_ORGANISATION',
  'TOKEN_KEY_MISMATCH',
  'TOKEN_KEY_REPLACED',
  'DPOP_MISSING',
  'DPOP_INVALID',
  'DPOP_TIME',
  'DPOP_OTHER_REQUEST',
  'DPOP_REPLAYED',
  'ROLE_FORBIDDEN',
  'PURPOSE_MISSING',
  'PURPOSE_UNKNOWN',
  'PURPOSE_FORBIDDEN',
] as const;

/** Evidence logs and witnesses (C2SP tlog-witness). */
export const evidenceLogCodes = [
  'CHECKPOINT_MALFORMED',
  'CHECKPOINT_LOG_UNKNOWN',
  'CHECKPOINT_UNSIGNED',
  'CHECKPOINT_INCONSISTENT',
  'LOG_PROOF_PENDING',
] as const;

export const idempotencyCodes = [
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
] as const;

export const serviceCodes = ['INTERNAL', 'NOT_READY', 'OVERLOADED'] as const;

/** Labor contracts and the identities behind them, beside the rules of the ledger. */
export const platformCodes = [
  'TERMS_REFUSED',
  'TEMPLATE_UNKNOWN',
  'IDENTITY_NOT_PROVEN',
  'IDENTITY_MISMATCH',
  'ATTESTATION_INVALID',
  'COMMITMENT_MISMATCH',
  'PAGES_NOT_SHOWN',
  'ALREADY_SIGNED',
  'DOCUMENT_SIGNATURE_INVALID',
  'DOCUMENT_MOVED',
  'CERTIFICATE_REQUEST_INVALID',
  'TIME_STAMP_UNAVAILABLE',
  'DISSOLUTION_PENDING',
  'DISSOLUTION_DATE',
] as const;

/** Consents, beside the rules of the ledger. */
export const consentGatewayCodes = [
  'NOTICE_MISMATCH',
  'CITIZEN_UNKNOWN',
  'FIELD_ABSENT',
  'AUTHORISATION_INVALID',
  'AUTHORISATION_USED',
  'AUTHORISATION_OTHER_KEY',
  'REFUSED_TOO_OFTEN',
] as const;

export type ConsentGatewayCode = (typeof consentGatewayCodes)[number];

/** Evidence at an arbitration commission or a court, and packages for the archive. */
export const evidenceCodes = [
  'EVIDENCE_INVALID',
  'EVIDENCE_UNKNOWN',
  'EVIDENCE_DIFFERS',
  'EVIDENCE_REFUSED',
  'ARCHIVE_CHECK_FAILED',
] as const;

export type EvidenceCode = (typeof evidenceCodes)[number];

/** Certificates in bulk. */
export const importCodes = ['IMPORT_UNKNOWN', 'IMPORT_STATE', 'IMPORT_MISMATCH', 'IMPORTS_OPEN'] as const;

export type ImportCode = (typeof importCodes)[number];

/** E-certificates: what a province or a verifier refuses besides the rules of the ledger. */
export const eCertificateCodes = [
  'CHECK_DIGIT_MISMATCH',
  'CREDENTIAL_INVALID',
  'CREDENTIAL_PROOF_INVALID',
  'CREDENTIAL_MISMATCH',
  'CREDENTIAL_EXPIRED',
  'HOLDER_FULL',
  'CERTIFICATE_NUMBER_EXISTS',
  'PRESENTATION_INVALID',
  'PRESENTATION_PROOF_INVALID',
  'PRESENTATION_EXPIRED',
  'PRESENTATION_OTHER_RECIPIENT',
  'CHALLENGE_INVALID',
  'CHALLENGE_USED',
  'ISSUER_KEY_NOT_IN_FORCE',
  'STATUS_UNAVAILABLE',
  'STATUS_LIST_INVALID',
  'NOT_RECOGNISED',
  'DERIVATION_UNKNOWN',
  'TRANSFER_UNKNOWN',
  'TRANSFER_DECIDED',
  'CLAIM_UNKNOWN',
  'CODE_TOO_LONG',
  'RECEIPT_INVALID',
  'CORRECTION_UNKNOWN',
  'CORRECTION_EXISTS',
  'CORRECTION_OPEN',
  'CORRECTION_ANSWERED',
] as const;

/** Issuing to wallets of any make (OpenID4VCI); what OAuth calls each of them stands in gateway/src/http/oauth-error.ts. */
export const openid4vciCodes = [
  'OFFER_UNKNOWN',
  'GRANT_TYPE_UNSUPPORTED',
  'GRANT_UNKNOWN',
  'GRANT_USED',
  'GRANT_EXPIRED',
  'GRANT_CLOSED',
  'GRANT_KEY_MISMATCH',
  'TRANSACTION_CODE_MISSING',
  'TRANSACTION_CODE_WRONG',
  'CODE_VERIFIER_WRONG',
  'CLIENT_MISMATCH',
  'CODE_CHALLENGE_INVALID',
  'WALLET_AUTHORISATION_UNKNOWN',
  'WALLET_AUTHORISATION_DECIDED',
  'REDIRECT_URI_INVALID',
  'REDIRECT_URI_MISMATCH',
  'SCOPE_UNKNOWN',
  'CONFIGURATION_UNKNOWN',
  'CREDENTIAL_IDENTIFIER_UNKNOWN',
  'CREDENTIAL_REQUEST_INVALID',
  'BATCH_TOO_LARGE',
  'COPIES_EXHAUSTED',
  'COPY_UNKNOWN',
  'TRANSACTION_UNKNOWN',
  'NOTIFICATION_UNKNOWN',
  'HOLDER_PROOF_MISSING',
  'HOLDER_PROOF_DOUBLED',
  ...holderProofCodes,
] as const;

/** Certificates as sealed pages, and copies of them for one purpose. */
export const renderingCodes = [
  'RENDERING_UNKNOWN',
  'RENDERING_EXISTS',
  'DISPLAY_MISSING',
  'COPY_PERIOD',
  'COPY_EXPIRED',
] as const;

/** Asking wallets of any make to show something (OpenID4VP). */
export const openid4vpCodes = [
  'PRESENTATION_REQUEST_UNKNOWN',
  'PRESENTATION_REQUEST_EXPIRED',
  'PRESENTATION_REQUEST_ANSWERED',
  'PRESENTATION_STATE_MISMATCH',
  'PRESENTATION_MODE_MISMATCH',
  'PRESENTATION_ENCRYPTION_INVALID',
  'PRESENTATION_RESULT_READ',
  'RESPONSE_CODE_WRONG',
  ...presentationRequestCodes,
  ...sdJwtCodes,
] as const;

export type Openid4vpCode = (typeof openid4vpCodes)[number];
export type RenderingCode = (typeof renderingCodes)[number];
export type Openid4vciCode = (typeof openid4vciCodes)[number];
/** Any credential of W3C's data model, over VCALM. */
export const vcalmCodes = [
  'CREDENTIAL_REFUSED',
  'ISSUING_SUITE_UNKNOWN',
  'STATUS_CREDENTIAL_UNKNOWN',
  'STATUS_CREDENTIAL_KNOWN',
  'STATUS_VALUE_UNKNOWN',
] as const;

export type VcalmCode = (typeof vcalmCodes)[number];

/** E-seals: what a deciding organisation refuses besides the rules of the ledger. */
export const sealCodes = [
  'SEAL_CERTIFICATE',
  'SEAL_OFFICIAL',
  'SEAL_MAKER_REVOKED',
  'SEAL_DESK_OFFICERS_MISSING',
  'PICTURE_TEXT',
  'PICTURE_NOT_PNG',
  'PICTURE_TOO_LARGE',
  'PICTURE_DAMAGED',
] as const;

export type SealCode = (typeof sealCodes)[number];
export type PlatformCode = (typeof platformCodes)[number] | (typeof eCertificateCodes)[number];
export type RequestCode = (typeof requestCodes)[number];
export type SessionCode = (typeof sessionCodes)[number];
export type IdempotencyCode = (typeof idempotencyCodes)[number];
export type EvidenceLogCode = (typeof evidenceLogCodes)[number];
export type ServiceCode = (typeof serviceCodes)[number];
export type HttpCode = RequestCode | SessionCode | IdempotencyCode | ServiceCode | EvidenceLogCode;

/** Every code that can leave the gateway: the problem table has a row for each, or it does not compile. */
export type AnyCode =
  | Openid4vciCode
  | Openid4vpCode
  | RenderingCode
  | ContractCode
  | LedgerCode
  | StoreCode
  | HttpCode
  | PlatformCode
  | ConsentGatewayCode
  | SealCode
  | EvidenceCode
  | ImportCode
  | VcalmCode;
