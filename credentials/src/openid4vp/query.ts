import type { JsonObject } from '@renxin/chaincode/canonical';
import { DcqlError, DcqlPresentationResult, DcqlQuery, runDcqlQuery } from 'dcql';
import type { CredentialFormat } from '../openid4vci/index.js';
import { schemaOf } from '../schema/index.js';
import { vctOf } from '../sd-jwt/index.js';
import { PresentationRequestError } from './codes.js';

/** What a verifier asks for, in DCQL (OpenID4VP 1.0 section 6). */

/** The vocabulary of our context, in which a query names types: `type_values` are IRIs. */
const VOCABULARY = 'urn:renxin:vocabulary:';
const VERIFIABLE_CREDENTIAL = 'https://www.w3.org/2018/credentials#VerifiableCredential';

export interface Asked {
  /** A type's word: a certificate, or a claim derived from one. */
  readonly type: string;
  /** Members of the subject; none asks for whatever is there. */
  readonly claims: readonly string[];
  readonly format: CredentialFormat;
}

/** A query for one credential of each of these types: named `c0`, `c1`, … */
export function queryFor(asked: readonly Asked[]): JsonObject {
  return {
    credentials: asked.map(({ type, claims, format }, i) => {
      const schema = schemaOf(type);
      const within = format === 'ldp_vc' ? ['credentialSubject'] : [];
      return {
        id: `c${String(i)}`,
        format,
        meta:
          format === 'ldp_vc'
            ? { type_values: [[VERIFIABLE_CREDENTIAL, VOCABULARY + schema.definition.type]] }
            : { vct_values: [vctOf(schema)] },
        ...(claims.length > 0 && { claims: claims.map((name) => ({ path: [...within, name] })) }),
      };
    }),
  };
}

/** A credential as a query sees it. */
export interface Matchable {
  readonly format: CredentialFormat;
  /** Of an SD-JWT VC its payload, with what is disclosed. */
  readonly credential: JsonObject;
}

/**
 * Which of these credentials answer a query: their places, by the query's name for each.
 * @throws PresentationRequestError QUERY_MALFORMED, QUERY_NOT_ANSWERED when nothing answers it
 */
export function matching(
  query: unknown,
  held: readonly Matchable[],
): Readonly<Record<string, readonly number[]>> {
  const result = reading(
    () => runDcqlQuery(parsed(query), { credentials: held.map(seen), presentation: false }),
    'QUERY_MALFORMED',
  );
  if (!result.can_be_satisfied) throw new PresentationRequestError('QUERY_NOT_ANSWERED');
  return Object.fromEntries(
    Object.entries(result.credential_matches).map(([name, match]) => [
      name,
      match.success ? match.valid_credentials.map(({ input_credential_index: at }) => at) : [],
    ]),
  );
}

/**
 * What was shown under each name is what the query asks for, and nothing else was.
 * @throws PresentationRequestError QUERY_NOT_ANSWERED
 */
export function requireAnswered(query: unknown, shown: Readonly<Record<string, Matchable>>): void {
  const dcqlQuery = parsed(query);
  const presentations = Object.fromEntries(Object.entries(shown).map(([name, each]) => [name, [seen(each)]]));
  const result = reading(
    () => DcqlPresentationResult.fromDcqlPresentation(presentations as never, { dcqlQuery }),
    'QUERY_NOT_ANSWERED',
  );
  if (!result.can_be_satisfied) throw new PresentationRequestError('QUERY_NOT_ANSWERED');
}

function parsed(query: unknown): DcqlQuery.Output {
  return reading(() => {
    const read = DcqlQuery.parse(query as DcqlQuery.Input);
    DcqlQuery.validate(read);
    return read;
  }, 'QUERY_MALFORMED');
}

function seen({ format, credential }: Matchable) {
  if (format === 'dc+sd-jwt') {
    const { vct } = credential;
    return {
      credential_format: format,
      vct: typeof vct === 'string' ? vct : '',
      claims: credential as never,
      cryptographic_holder_binding: true,
    } as const;
  }
  const types = credential['type'];
  const named = (Array.isArray(types) ? types : [types]).filter((type) => typeof type === 'string');
  return {
    credential_format: format,
    type: named.map((type) => (type === 'VerifiableCredential' ? VERIFIABLE_CREDENTIAL : VOCABULARY + type)),
    claims: credential as never,
    cryptographic_holder_binding: true,
  } as const;
}

function reading<T>(run: () => T, code: 'QUERY_MALFORMED' | 'QUERY_NOT_ANSWERED'): T {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof DcqlError || (cause instanceof Error && cause.name === 'ValiError'))
      throw new PresentationRequestError(code, { cause });
    throw cause;
  }
}
