import { fromBase64url } from '@renxin/chaincode/canonical';
import {
  isSignatureBytes,
  messageBytes,
  type MessageBody,
  type MessageKind,
  type PublicKey,
} from '@renxin/chaincode/messages';
import { sameKey, type CertificateKey, type CryptoProvider } from '@renxin/seal/crypto';

/** True when the base64url signature is the key's over this message (docs/formats/messages.md). */
export function holds<K extends MessageKind>(
  provider: CryptoProvider,
  key: PublicKey,
  kind: K,
  ledger: string,
  body: MessageBody<K>,
  signature: string,
): boolean {
  const bytes = fromBase64url(signature);
  if (bytes === undefined || !isSignatureBytes(key.algorithm, bytes)) return false;
  return provider.verify(key, messageBytes(kind, ledger, body), bytes);
}

export function isSameKey(a: PublicKey, b: CertificateKey | undefined): boolean {
  return sameKey(a, b);
}
