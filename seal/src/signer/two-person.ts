import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { instant, isSignatureBytes, type PublicKey } from '@renxin/chaincode/messages';
import { certificateSpkiOf, type CertificateKey } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { SignerError } from './signer-error.js';
import type { Activation, Signer } from './signer.js';

/** One officer's word that this key may sign this message for this purpose: docs/formats/activation.md. */
export interface Confirmation {
  readonly officer: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** base64url of the officer's signature over {@link confirmationBytes}. */
  readonly signature: string;
}

/** An activation that two officers gave. */
export interface TwoPersonActivation extends Activation {
  readonly method: 'two-person';
  readonly purpose: string;
  readonly confirmations: readonly Confirmation[];
}

export interface TwoPersonRules {
  /** Who may confirm, by identifier. */
  readonly officers: ReadonlyMap<string, PublicKey>;
  /** How long a confirmation counts, in milliseconds. */
  readonly window: number;
  readonly clock: () => Date;
  readonly provider: CryptoProvider;
}

/** What an officer signs: the key, the digest (SM3) of the very message, the purpose and the time. */
export function confirmationBytes(
  key: CertificateKey,
  message: Uint8Array,
  word: { readonly purpose: string; readonly officer: string; readonly at: string },
  provider: CryptoProvider,
): Uint8Array {
  return canonicalBytes({
    kind: 'renxin-activation',
    schema: 1,
    key: toBase64url(provider.hash('SM3', certificateSpkiOf(key))),
    message: toBase64url(provider.hash('SM3', message)),
    purpose: word.purpose,
    officer: word.officer,
    at: word.at,
  });
}

/**
 * The same key behind two people: it signs nothing but what two different officers confirmed, message by message, each not
 * longer ago than the window. Whoever holds only the process, or one officer's key, has no signature.
 * @throws `sign` SignerError ACTIVATION_REQUIRED, ACTIVATION_TOO_FEW, ACTIVATION_SAME_OFFICER, ACTIVATION_NOT_OFFICER,
 *   ACTIVATION_EXPIRED, ACTIVATION_SIGNATURE
 */
export function byTwoPeople<K extends CertificateKey>(signer: Signer<K>, rules: TwoPersonRules): Signer<K> {
  return {
    key: signer.key,
    sign: async (request) => {
      requireTwo(signer.key, request.message, request.activation, rules);
      return signer.sign(request);
    },
  };
}

/** A minute: officers' clocks differ. */
const SKEW = 60_000;

function requireTwo(
  key: CertificateKey,
  message: Uint8Array,
  activation: Activation,
  { officers, window, clock, provider }: TwoPersonRules,
): void {
  if (!isByTwo(activation)) throw new SignerError('ACTIVATION_REQUIRED');
  const { confirmations, purpose } = activation;
  if (confirmations.length < 2) throw new SignerError('ACTIVATION_TOO_FEW');
  if (new Set(confirmations.map(({ officer }) => officer)).size !== confirmations.length)
    throw new SignerError('ACTIVATION_SAME_OFFICER');
  const points = new Set<string>();
  for (const { officer, at, signature } of confirmations) {
    const officersKey = officers.get(officer);
    if (officersKey === undefined) throw new SignerError('ACTIVATION_NOT_OFFICER');
    const age = instant.safeParse(at).success ? clock().getTime() - Date.parse(at) : Number.NaN;
    if (!(age >= -SKEW && age <= window)) throw new SignerError('ACTIVATION_EXPIRED');
    const bytes = fromBase64url(signature);
    const word = confirmationBytes(key, message, { purpose, officer, at }, provider);
    const holds =
      bytes !== undefined &&
      isSignatureBytes(officersKey.algorithm, bytes) &&
      provider.verify(officersKey, word, bytes);
    if (!holds) throw new SignerError('ACTIVATION_SIGNATURE');
    points.add(officersKey.point);
  }
  // Two names over one key are one person.
  if (points.size < 2) throw new SignerError('ACTIVATION_SAME_OFFICER');
}

function isByTwo(activation: Activation): activation is TwoPersonActivation {
  return activation.method === 'two-person' && 'confirmations' in activation && 'purpose' in activation;
}
