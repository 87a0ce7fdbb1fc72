import { canonicalBytes, type JsonObject } from '@renxin/chaincode/canonical';
import type { certificateMessages as messages } from '@renxin/chaincode/messages';
import { issue, type IssuerKey } from '@renxin/credentials/credential';
import { schemaOf } from '@renxin/credentials/schema';
import type { AssertionSigner } from '@renxin/seal/signer';
import {
  applicationAnswer,
  assertionKeyAnswer,
  derivationList,
  derivedCredential as derivedAnswer,
  issuedAnswer,
  type Derivation,
} from '../api/index.js';
import type { IssuerKeys } from '../keystore/index.js';
import { activate, commit, now, sign, type Holder } from '../labor-contract/party.js';
import { didOf, unsignedClaim, unsignedCredential, validUntilOf } from './credential.js';

/** An organisation that issues: its registry key signs messages and SM2 proofs, its assertion key EdDSA proofs. */
export interface Issuer extends Holder {
  readonly keystore: IssuerKeys;
  /** Number of its key as the registry counts the organisation's keys. */
  readonly registryKey: number;
  readonly assertion?: { readonly signer: AssertionSigner; readonly sequence: number };
}

export interface Application {
  readonly certificate: string;
  readonly holder: string;
  readonly type: string;
  readonly region: string;
  readonly issuedOn: string;
}

/** Puts the issuer's assertion key on the ledger: its registry key says that its credentials carry this key's proofs. */
export async function registerAssertionKey<I extends Issuer>(
  issuer: I,
): Promise<I & Required<Pick<Issuer, 'assertion'>>> {
  const { identifier, keystore } = issuer;
  const signer = await keystore.assertionSigner(identifier);
  const change = { identifier, sequence: 1, key: signer.key };
  const { signature } = await sign(issuer, 'registry/add-assertion-key', change);
  const path = '/api/v1/registry/assertion-keys';
  const { sequence } = await issuer.client.post(
    path,
    'certificate',
    { change, signature },
    assertionKeyAnswer,
  );
  return { ...issuer, assertion: { signer, sequence } };
}

/** Asks the province for a place in its status list. */
export async function apply(
  issuer: Issuer,
  application: Application,
): Promise<ReturnType<typeof applicationAnswer.parse>> {
  const path = '/api/v1/e-certificates/applications';
  return issuer.client.post(path, 'certificate', application, applicationAnswer);
}

/** What else an issuing can say: docs/formats/e-certificate.md. */
export type Issuing = Pick<
  messages.Issuing,
  'validUntil' | 'predecessor' | 'succession' | 'process' | 'dependsOn'
>;

/** Applies, signs the credential and hands it in; `claims` as the type's schema has them. @returns the credential */
export async function issueCertificate(
  issuer: Issuer,
  application: Application,
  claims: JsonObject,
  change: Issuing = {},
): Promise<JsonObject> {
  const { credentialStatus, province, status } = await apply(issuer, application);
  const { certificate, holder, type } = application;
  const { ledger, identifier } = issuer;
  const validUntil = change.validUntil ?? validUntilOf(type, claims);
  const end = validUntil === undefined ? {} : { validUntil };
  const named = {
    certificate,
    holder,
    credentialStatus,
    ledger,
    issuer: identifier,
    at: now(issuer),
    ...end,
  };
  const credential = await signed(issuer, unsignedCredential(type, claims, named));
  await handIn(issuer, { ...application, province, status, ...change, ...end }, credential);
  return credential;
}

/** Hands a signed credential in, with the message for the ledger that commits to it. @returns the certificate's id */
export async function handIn(
  issuer: Issuer,
  about: Application & Issuing & Pick<messages.Issuing, 'province' | 'status'>,
  credential: JsonObject,
): Promise<string> {
  const digest = issuer.provider.hash('SM3', canonicalBytes(credential));
  const { commitment: committed, opening } = commit(issuer, digest);
  const body: messages.Issuing = {
    ...about,
    issuer: issuer.identifier,
    credentialSchema: schemaOf(about.type).sm3,
    credential: committed,
    at: now(issuer),
  };
  const request = { issuing: await sign(issuer, 'certificate/issue', body), credential, opening };
  const answer = await issuer.client.post('/api/v1/e-certificates', 'certificate', request, issuedAnswer);
  await issuer.headers.acceptReceipt(answer.receipt);
  return answer.certificate;
}

/** What holders have asked for and nobody derived yet. */
export async function waiting(issuer: Issuer): Promise<Derivation[]> {
  const path = '/api/v1/e-certificates/derivations';
  return (await issuer.client.get(path, 'certificate', derivationList)).derivations;
}

/** How long a derived claim is good. */
const DERIVED_MINUTES = 30;

/** Derives what was asked for, for the holder's key towards the verifier, and hands it in. */
export async function derive(issuer: Issuer, asked: Derivation, from: JsonObject): Promise<JsonObject> {
  const { derivation, certificate, subject, claims, type } = asked;
  const at = issuer.clock();
  const credential = await signed(
    issuer,
    unsignedClaim(type, from, claims, {
      ledger: issuer.ledger,
      issuer: issuer.identifier,
      certificate,
      derivation,
      subject,
      at: at.toISOString(),
      until: new Date(at.getTime() + DERIVED_MINUTES * 60_000).toISOString(),
    }),
  );
  const path = `/api/v1/e-certificates/derivations/${derivation}/credential`;
  await issuer.client.post(path, 'certificate', { credential }, derivedAnswer);
  return credential;
}

/** The credential with the issuer's proof set: EdDSA for the rest of the world, SM2. */
export async function signed(issuer: Issuer, credential: JsonObject): Promise<JsonObject> {
  return issue(credential, {
    provider: issuer.provider,
    now: issuer.clock(),
    activation: activate(issuer, 'confirmation'),
    keys: await keysOf(issuer),
  });
}

/** The issuer's keys, with the URLs under which its DID document has them. */
export async function keysOf(issuer: Issuer): Promise<[IssuerKey, ...IssuerKey[]]> {
  const did = didOf(issuer.ledger, issuer.identifier);
  const { assertion, registryKey, keystore, identifier } = issuer;
  const registry = {
    verificationMethod: `${did}#key-${String(registryKey)}`,
    signer: await keystore.signer(identifier),
  };
  if (assertion === undefined) return [registry];
  const { signer, sequence } = assertion;
  return [{ verificationMethod: `${did}#assertion-${String(sequence)}`, signer }, registry];
}
