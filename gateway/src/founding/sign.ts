import { toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes, type MessageBody, type MessageKind } from '@renxin/chaincode/messages';
import { unattended, type KeyRing } from '../keys/key-ring.js';

/** A hosted organisation's signature over a message of the registry, with its key from the ring. */
export async function signAs<K extends MessageKind>(
  keys: KeyRing,
  name: string,
  kind: K,
  ledger: string,
  body: MessageBody<K>,
  now: Date,
): Promise<string> {
  const signer = keys.signer(name);
  const message = messageBytes(kind, ledger, body);
  return toBase64url(
    await signer.sign({ algorithm: signer.key.algorithm, message, activation: unattended(kind, now) }),
  );
}
