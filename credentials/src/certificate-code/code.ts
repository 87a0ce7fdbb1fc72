import { date, identifier, region, word } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { z } from 'zod';
import type { CredentialSigner, VerificationMethod } from '../data-integrity/index.js';
import { isJwsKey, isSignedBy, signJws } from '../jose/index.js';
import { readSdJwt, SD_JWT_TYPE, SdJwtError } from '../sd-jwt/index.js';

/**
 * A certificate as a short signed text for a QR code: an SD-JWT VC (RFC 9901) with nothing hidden in it.
 * docs/formats/certificate-code.md
 */

/** The longest text: byte mode of QR version 25 at error correction M holds 997 bytes (ISO/IEC 18004 table 7). */
export const LONGEST_CODE = 997;
/** How long a code can be good, in seconds: its word about the status is never older. */
export const CODE_LIFETIME = 86_400;

const VCT = 'urn:renxin:vct:certificate-code:1';

const content = z.strictObject({
  vct: z.literal(VCT),
  /** DID of the province, whose word about the status it is. */
  iss: z.string().startsWith('did:renxin:'),
  /** When it was made, and the status looked up; seconds. */
  iat: z.int().min(0).max(99_999_999_999),
  /** From then on it is good for nothing. */
  exp: z.int().min(0).max(99_999_999_999),
  /** The certificate: `urn:renxin:<ledger>:certificate:<name>`. */
  id: z.string().startsWith('urn:renxin:').max(160),
  type: word,
  provenance: z.enum(['issued', 'register', 'transfer']),
  /** Who vouches for what it says. */
  issuer: identifier,
  region,
  issuedOn: date,
  /** The last day on which the certificate is valid; absent: it has no end. */
  validUntil: z.exactOptional(date),
  /** The members that the holder chose. */
  claims: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/), z.string().min(1).max(200)),
});

export type CodeContent = Omit<z.infer<typeof content>, 'vct'>;

/** A code that was taken apart; nothing of it is believed yet. */
export interface CertificateCode {
  readonly content: CodeContent;
  /** URL of the key that it names. */
  readonly kid: string;
}

/** True for a text that begins and ends like a code; it may be broken. */
export function looksLikeCode(text: string): boolean {
  return text.length <= 4096 && /^eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_.-]*~?$/.test(text);
}

/**
 * Signs a code. @throws SdJwtError SD_JWT_MALFORMED for content that is none, lasts too long, or does not fit
 */
export async function issueCode(
  given: CodeContent,
  key: {
    readonly verificationMethod: string;
    readonly signer: CredentialSigner;
    readonly activation: Activation;
  },
): Promise<string> {
  const payload = parsed({ vct: VCT, ...given });
  const header = { typ: SD_JWT_TYPE, kid: key.verificationMethod };
  const code = `${await signJws({ header, payload }, key.signer, key.activation)}~`;
  if (code.length > LONGEST_CODE) throw new SdJwtError('SD_JWT_MALFORMED');
  return code;
}

/** @throws SdJwtError SD_JWT_MALFORMED */
export function readCode(text: string): CertificateCode {
  const { jwt, disclosures, keyBinding } = readSdJwt(text);
  const { typ, kid } = jwt.header;
  const { vct: _vct, ...said } = parsed(jwt.payload);
  const isCode =
    text.length <= LONGEST_CODE &&
    disclosures.length === 0 &&
    keyBinding === undefined &&
    typ === SD_JWT_TYPE &&
    typeof kid === 'string' &&
    kid.startsWith(`${said.iss}#`);
  if (!isCode) throw new SdJwtError('SD_JWT_MALFORMED');
  return { content: said, kid };
}

/**
 * The signature is that of the key which the code names. Whose key it may be, and whether it was in force at `iat`, is the
 * caller's question.
 * @throws SdJwtError SD_JWT_MALFORMED, SD_JWT_KEY_UNKNOWN, SD_JWT_SIGNATURE
 */
export async function verifyCode(
  text: string,
  {
    provider,
    methodOf,
  }: {
    readonly provider: CryptoProvider;
    readonly methodOf: (url: string) => Promise<VerificationMethod | undefined>;
  },
): Promise<CertificateCode & { readonly method: VerificationMethod }> {
  const code = readCode(text);
  const method = await methodOf(code.kid);
  const isTheirs = method?.controller === code.content.iss && method.purposes.includes('assertionMethod');
  if (method === undefined || !isTheirs || !isJwsKey(method.key)) throw new SdJwtError('SD_JWT_KEY_UNKNOWN');
  if (!isSignedBy(readSdJwt(text).jwt, method.key, provider)) throw new SdJwtError('SD_JWT_SIGNATURE');
  return { ...code, method };
}

function parsed(value: unknown): z.infer<typeof content> {
  const found = content.safeParse(value);
  const lasts = found.success ? found.data.exp - found.data.iat : 0;
  if (!found.success || lasts <= 0 || lasts > CODE_LIFETIME) throw new SdJwtError('SD_JWT_MALFORMED');
  return found.data;
}
