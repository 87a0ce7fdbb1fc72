import type { JsonObject } from '@renxin/chaincode/canonical';
import { certificateCheckCharacter } from '@renxin/chaincode/identifiers';
import { RENXIN_CONTEXT, VC_CONTEXT } from '@renxin/credentials/context';
import { schemaOf } from '@renxin/credentials/schema';

/** Credentials of e-certificates before they are signed: docs/formats/credential.md, docs/formats/e-certificate.md. */

/** Under which names a credential of this ledger stands. */
export interface Named {
  readonly ledger: string;
  readonly certificate: string;
  readonly issuer: string;
  /** The holder's identifier. */
  readonly holder: string;
  readonly credentialStatus: readonly JsonObject[];
  readonly at: string;
  /** The last day on which it is valid; left out: as its claims say, if they do. */
  readonly validUntil?: string;
}

/** `did:renxin:<ledger>:<identifier>`. */
export function didOf(ledger: string, identifier: string): string {
  return `did:renxin:${ledger}:${identifier}`;
}

/** The name of a certificate in credentials; a claim derived from it adds `#` and a name of its own. */
export function certificateUrn(ledger: string, certificate: string): string {
  return `urn:renxin:${ledger}:certificate:${certificate}`;
}

/** A credential of a type without its proofs; `claims` as the type's schema has them. */
export function unsignedCredential(type: string, claims: JsonObject, named: Named): JsonObject {
  const { definition, reference } = schemaOf(type);
  const last = named.validUntil ?? validUntilOf(type, claims);
  return {
    '@context': [VC_CONTEXT, RENXIN_CONTEXT],
    id: certificateUrn(named.ledger, named.certificate),
    type: ['VerifiableCredential', definition.type],
    issuer: didOf(named.ledger, named.issuer),
    validFrom: named.at,
    ...(last !== undefined && { validUntil: endOf(last) }),
    credentialSubject: { ...claims, id: didOf(named.ledger, named.holder) },
    credentialSchema: reference,
    credentialStatus: [...named.credentialStatus],
  };
}

/** The last day that the claims of a type say, if they do. */
export function validUntilOf(type: string, claims: JsonObject): string | undefined {
  const { validUntil } = schemaOf(type).definition.keys;
  const said = validUntil === undefined ? undefined : claims[validUntil];
  return typeof said === 'string' ? said : undefined;
}

/** The last moment of a day in China. */
export function endOf(day: string): string {
  return `${day}T15:59:59.999Z`;
}

/** What a derived claim is made of: the members asked for, for another identifier of the same holder, for a short time. */
export function unsignedClaim(
  type: string,
  from: JsonObject,
  claims: readonly string[],
  named: Pick<Named, 'ledger' | 'certificate' | 'issuer' | 'at'> & {
    readonly subject: string;
    readonly derivation: string;
    readonly until: string;
  },
): JsonObject {
  const { definition, reference } = schemaOf(`${type}-claim`);
  const subject = from['credentialSubject'] as JsonObject;
  const shown = Object.fromEntries(
    claims.flatMap((name) => {
      const value = subject[name];
      return value === undefined || name === 'id' ? [] : [[name, value]];
    }),
  );
  return {
    '@context': [VC_CONTEXT, RENXIN_CONTEXT],
    id: `${certificateUrn(named.ledger, named.certificate)}#${named.derivation}`,
    type: ['VerifiableCredential', definition.type],
    issuer: didOf(named.ledger, named.issuer),
    validFrom: named.at,
    validUntil: named.until,
    credentialSubject: { ...shown, id: didOf(named.ledger, named.subject) },
    credentialSchema: reference,
    credentialStatus: from['credentialStatus'] ?? [],
  };
}

/** How long a copy for a wallet is good: then its holder fetches another. */
const COPY_DAYS = 180;

/**
 * A copy of a whole certificate for a wallet's own key: the same claims about `subject`, the DID of that key, with a place
 * of its own in the status list.
 */
export function unsignedCopy(
  from: JsonObject,
  named: Pick<Named, 'ledger' | 'certificate' | 'credentialStatus' | 'at'> & {
    readonly subject: string;
    readonly copy: string;
  },
): JsonObject {
  const { proof: _proof, ...whole } = from;
  const latest = new Date(Date.parse(named.at) + COPY_DAYS * 86_400_000).toISOString();
  const { validUntil: until } = whole;
  const isSooner = typeof until === 'string' && Date.parse(until) < Date.parse(latest);
  return {
    ...whole,
    id: `${certificateUrn(named.ledger, named.certificate)}#${named.copy}`,
    validFrom: named.at,
    validUntil: isSooner ? until : latest,
    credentialSubject: { ...(whole['credentialSubject'] as JsonObject), id: named.subject },
    credentialStatus: [...named.credentialStatus],
  };
}

/**
 * 电子证照标识 (GB/T 36904): root, type, issuer, serial, version and the check character over them.
 * @param type 21 characters: the defining authority's USCC and three digits
 */
export function certificateIdentifier(type: string, uscc: string, serial: string, version: string): string {
  const check = certificateCheckCharacter(type + uscc + serial + version);
  return ['1.2.156.3005.2', type, uscc, serial, version, check].join('.');
}
