import { toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes, type MessageBody, type MessageKind } from '@renxin/chaincode/messages';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';
import type { Activation } from '@renxin/seal/signer';
import { randomUUID } from 'node:crypto';
import { contractAnswer, type ContractAnswer, type Opening } from '../api/index.js';
import type { GatewayClient } from '../client/index.js';
import type { Keys } from '../keystore/index.js';
import type { HeaderKeeper } from '../receipts/index.js';

/** Everything a holder acts with: its own keys, its own connection, its own memory of the ledger. */
export interface Holder {
  readonly identifier: string;
  readonly ledger: string;
  readonly client: GatewayClient;
  readonly keystore: Keys;
  readonly headers: HeaderKeeper;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  /** Cryptographically strong random bytes. */
  readonly random: (length: number) => Uint8Array;
}

/** A party to a labor contract. */
export interface Party extends Holder {
  readonly role: 'worker' | 'employer';
}

/** A body with the party's signature over the exact bytes of docs/formats/messages.md. */
export async function sign<K extends MessageKind>(
  party: Pick<Holder, 'identifier' | 'ledger' | 'clock'> & { readonly keystore: Pick<Keys, 'signer'> },
  kind: K,
  body: MessageBody<K>,
  activation: Activation = activate(party, 'confirmation'),
): Promise<{ body: MessageBody<K>; signature: string }> {
  const signer = await party.keystore.signer(party.identifier);
  const message = messageBytes(kind, party.ledger, body);
  const signature = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
  return { body, signature: toBase64url(signature) };
}

export function activate(party: Pick<Holder, 'clock'>, method: Activation['method']): Activation {
  return { id: randomUUID(), method, at: party.clock().toISOString() };
}

/** A fresh salted commitment to a digest of 32 bytes, and what opens it. */
export function commit(party: Holder, digest: Uint8Array): { commitment: string; opening: Opening } {
  const salt = party.random(32);
  return {
    commitment: commitment(party.provider, salt, digest),
    opening: { salt: toBase64url(salt), digest: toBase64url(digest) },
  };
}

/** The time now, in the form of messages. */
export function now(party: Pick<Holder, 'clock'>): string {
  return party.clock().toISOString();
}

/** The contract as the platform shows it to this party. */
export async function view(party: Party, contract: string): Promise<ContractAnswer> {
  return party.client.get(`/api/v1/labor-contracts/${contract}`, 'rights', contractAnswer);
}

/** Keeps what was answered: a receipt counts only when its proof holds in the history that this party has seen. */
export async function checked(party: Party, answer: ContractAnswer): Promise<ContractAnswer> {
  if (answer.receipt !== undefined) await party.headers.acceptReceipt(answer.receipt);
  return answer;
}
