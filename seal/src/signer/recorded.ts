import { toBase64url } from '@renxin/chaincode/canonical';
import type { CertificateKey } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { Activation, Signer } from './signer.js';
import type { Confirmation } from './two-person.js';

/** One use of a key: who or what activated it, when, how, what for, over which message, and what came of it. */
export interface KeyUse {
  readonly activation: string;
  readonly method: Activation['method'];
  readonly at: string;
  /** Who activated it, as far as the activation says. */
  readonly by: readonly string[];
  readonly purpose: string | null;
  /** SM3 of the message, base64url. */
  readonly message: string;
  /** `asked` is written before the key is used: a use without an outcome was cut off by a crash. */
  readonly outcome: 'asked' | 'signed' | 'refused';
  /** The code of a refusal. */
  readonly code: string | null;
}

/**
 * The same key with every use recorded, refused ones too. What cannot be recorded is not signed; a signature whose outcome
 * cannot be recorded is not handed out.
 */
export function recorded<K extends CertificateKey>(
  signer: Signer<K>,
  record: (use: KeyUse) => Promise<void>,
  provider: CryptoProvider,
): Signer<K> {
  return {
    key: signer.key,
    sign: async (request) => {
      const use = useOf(request.activation, toBase64url(provider.hash('SM3', request.message)));
      await record({ ...use, outcome: 'asked', code: null });
      let signature: Uint8Array;
      try {
        signature = await signer.sign(request);
      } catch (error) {
        const code = (error as { code?: unknown }).code;
        await record({ ...use, outcome: 'refused', code: typeof code === 'string' ? code : null });
        throw error;
      }
      await record({ ...use, outcome: 'signed', code: null });
      return signature;
    },
  };
}

function useOf(activation: Activation, message: string): Omit<KeyUse, 'outcome' | 'code'> {
  const said: Activation & { readonly purpose?: string; readonly confirmations?: readonly Confirmation[] } =
    activation;
  return {
    activation: said.id,
    method: said.method,
    at: said.at,
    by: (said.confirmations ?? []).map(({ officer }) => officer),
    purpose: said.purpose ?? null,
    message,
  };
}
