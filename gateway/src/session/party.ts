import { registryMessages, type PublicKey } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** The role of whoever calls: an organisation's registered one, or a person within one relation. */
export const partyRole = z.enum([...registryMessages.organisationRole.options, 'person']);
export const relation = registryMessages.binding.shape.relation;

export type PartyRole = z.infer<typeof partyRole>;
export type Relation = z.infer<typeof relation>;

/** Why personal data is asked for: stated with every call in `Renxin-Purpose`. */
export const purpose = z.enum([
  'contract-conclusion',
  'delivery',
  'evidence',
  'dispute',
  'rights',
  'retention',
  'consent',
  'certificate',
  'seal',
]);
export type Purpose = z.infer<typeof purpose>;

/** A party as the ledger has it now. */
export interface RegisteredParty {
  readonly identifier: string;
  readonly key: PublicKey;
  readonly role: PartyRole;
  /** The organisation itself, or the one towards which a person's identifier is used. */
  readonly organisation: string;
  /** A person's relation; absent for organisations. */
  readonly relation?: Relation;
  readonly state: 'active' | 'suspended' | 'revoked';
}

/** A party of a session, with the JWK thumbprint (RFC 7638) of the key that proved the request. */
export interface SessionParty extends RegisteredParty {
  readonly thumbprint: string;
}

/** Looks a party up on the ledger. Asked at every call, so that a suspension counts at once. */
export type KeyOf = (identifier: string) => Promise<RegisteredParty | undefined>;
