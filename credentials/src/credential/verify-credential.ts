import type { NamedSchema } from '../schema/index.js';
import type { Credential, StatusEntry } from './data-model.js';
import { issuerOf, readCredential, statusEntriesOf } from './read.js';
import { requirePeriod, requireProofs, requireSchema, type HeldProof, type ProofPolicy } from './steps.js';

export interface VerifyCredentialOptions extends ProofPolicy {
  /** The time at which it has to be valid; `now` when left out. */
  readonly at?: Date;
}

/** A credential whose form, proofs, period and schema hold. Who may issue it, and its status, come after. */
export interface VerifiedCredential {
  readonly credential: Credential;
  /** DID of the issuer, whose keys made all proofs. */
  readonly issuer: string;
  readonly proofs: readonly HeldProof[];
  readonly schema: NamedSchema;
  /** Entries of status lists that have to be asked. */
  readonly status: readonly StatusEntry[];
}

/**
 * Form, proofs by the issuer's keys in force at their time, period, schema: in this order, each on what the one before has
 * shown. It asks nothing about the issuer's right (accreditation) or the credential's status.
 * @throws CredentialError
 */
export async function verifyCredential(
  value: unknown,
  options: VerifyCredentialOptions,
): Promise<VerifiedCredential> {
  const credential = readCredential(value);
  const issuer = issuerOf(credential);
  const proofs = await requireProofs(credential, issuer, 'assertionMethod', options);
  requirePeriod(credential, options.at ?? options.now);
  const schema = requireSchema(credential, options.now);
  return { credential, issuer, proofs, schema, status: statusEntriesOf(credential) };
}
