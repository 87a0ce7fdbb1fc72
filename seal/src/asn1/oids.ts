/** Object identifiers, by the names of their standards. */

/** RFC 5480, GM/T 0006. */
export const ID_EC_PUBLIC_KEY = '1.2.840.10045.2.1';
export const CURVE_P256 = '1.2.840.10045.3.1.7';
export const CURVE_SM2 = '1.2.156.10197.1.301';
export const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
/** Of others, only read. */
export const ECDSA_WITH_SHA384 = '1.2.840.10045.4.3.3';
export const ECDSA_WITH_SHA512 = '1.2.840.10045.4.3.4';
export const SM2_WITH_SM3 = '1.2.156.10197.1.501';
/** RFC 8017, RFC 4055. */
export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
export const ID_MGF1 = '1.2.840.113549.1.1.8';
export const RSASSA_PSS = '1.2.840.113549.1.1.10';
export const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
export const SHA384_WITH_RSA = '1.2.840.113549.1.1.12';
export const SHA512_WITH_RSA = '1.2.840.113549.1.1.13';
export const SHA256 = '2.16.840.1.101.3.4.2.1';
export const SHA384 = '2.16.840.1.101.3.4.2.2';
export const SHA512 = '2.16.840.1.101.3.4.2.3';
export const SM3 = '1.2.156.10197.1.401';

/** RFC 5280 4.2. */
export const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
export const KEY_USAGE = '2.5.29.15';
export const BASIC_CONSTRAINTS = '2.5.29.19';
export const CRL_NUMBER = '2.5.29.20';
export const CRL_REASON = '2.5.29.21';
export const INVALIDITY_DATE = '2.5.29.24';
export const NAME_CONSTRAINTS = '2.5.29.30';
export const CRL_DISTRIBUTION_POINTS = '2.5.29.31';
export const CERTIFICATE_POLICIES = '2.5.29.32';
export const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
export const EXTENDED_KEY_USAGE = '2.5.29.37';
export const EXPIRED_CERTS_ON_CRL = '2.5.29.60';
export const AUTHORITY_INFO_ACCESS = '1.3.6.1.5.5.7.1.1';
export const AD_OCSP = '1.3.6.1.5.5.7.48.1';
export const AD_CA_ISSUERS = '1.3.6.1.5.5.7.48.2';
export const KP_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** RFC 5652, RFC 5035. */
export const ID_DATA = '1.2.840.113549.1.7.1';
export const ID_SIGNED_DATA = '1.2.840.113549.1.7.2';
export const ATTRIBUTE_CONTENT_TYPE = '1.2.840.113549.1.9.3';
export const ATTRIBUTE_MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
export const ATTRIBUTE_SIGNING_TIME = '1.2.840.113549.1.9.5';
export const ATTRIBUTE_SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/** RFC 3161 appendix A: a time-stamp over a signature, beside it. */
export const ATTRIBUTE_TIME_STAMP_TOKEN = '1.2.840.113549.1.9.16.2.14';

/** GM/T 0010 (GB/T 35275): the same structures as RFC 5652 under names of their own. */
export const GM_DATA = '1.2.156.10197.6.1.4.2.1';
export const GM_SIGNED_DATA = '1.2.156.10197.6.1.4.2.2';
/** The signature algorithm of a SignerInfo there. */
export const GM_SM2_SIGNATURE = '1.2.156.10197.1.301.1';

/** RFC 3161. */
export const ID_TST_INFO = '1.2.840.113549.1.9.16.1.4';

/**
 * Our own arc, from the UUID 4bd5f236-061b-49dd-b7d3-0456abacb804 (ITU-T X.667): nobody else has it. What stands under it
 * is listed in docs/formats/document-signature.md and docs/formats/certificates.md.
 */
const RENXIN = '2.25.100802971538071368105966641398632200196';
export const ATTRIBUTE_CHECKPOINT = `${RENXIN}.1.1`;
export const ATTRIBUTE_SHOWN = `${RENXIN}.1.2`;
export const ATTRIBUTE_ACTIVATION = `${RENXIN}.1.3`;
/** Certificates for tests and demonstration: no claim of a reliable electronic signature (可靠电子签名). */
export const POLICY_TEST = `${RENXIN}.2.1`;
/** Time-stamps for tests and demonstration. */
export const POLICY_TEST_TIME_STAMP = `${RENXIN}.2.2`;
/** Which profile of docs/formats/certificates.md a certificate has. */
export const POLICY_PERSON = `${RENXIN}.3.1`;
export const POLICY_ORGANISATION = `${RENXIN}.3.2`;
export const POLICY_TIME_STAMP = `${RENXIN}.3.3`;
export const POLICY_OPERATOR = `${RENXIN}.3.4`;
export const POLICY_SEAL_MAKER = `${RENXIN}.3.5`;
export const POLICY_OCSP_RESPONDER = `${RENXIN}.3.6`;
/** Extensions of seals and of signatures with them: docs/formats/seal-signature.md. */
export const EXTENSION_CARRIED = `${RENXIN}.4.1`;
export const EXTENSION_ACTIVATION = `${RENXIN}.4.2`;

/** RFC 6960. */
export const ID_OCSP_BASIC = '1.3.6.1.5.5.7.48.1.1';
export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2';
export const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5';
export const KP_OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
/** Only to name an issuer in an OCSP request (RFC 6960 4.1.1): nothing rests on it. */
export const SHA1 = '1.3.14.3.2.26';
