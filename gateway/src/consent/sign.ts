import { toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes, type MessageBody, type MessageKind } from '@renxin/chaincode/messages';
import { unattended } from '../keys/key-ring.js';
import type { Ledger } from '@renxin/network';
import type { Signer } from '@renxin/seal/signer';

/** A body with the data source's signature. */
export async function signedBySource<K extends MessageKind>(
  { signer, ledger, clock }: { readonly signer: Signer; readonly ledger: Ledger; readonly clock: () => Date },
  kind: K,
  body: MessageBody<K>,
): Promise<{ body: MessageBody<K>; signature: string }> {
  const message = messageBytes(kind, ledger.name, body);
  const activation = unattended(kind, clock());
  const signature = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
  return { body, signature: toBase64url(signature) };
}
