import { canonicalBytes, type JsonObject } from '@renxin/chaincode/canonical';
import { credentialTypes, type Fields } from '../schema/index.js';
import { vcTerms } from './vc-terms.js';

/** The base context of W3C, the first of every credential. */
export const VC_CONTEXT = 'https://www.w3.org/ns/credentials/v2';
/** Ours: the types of credentials and their fields. */
export const RENXIN_CONTEXT = 'urn:renxin:context:credentials:1';
/** Ours too: the answer to a granted fetch. Its `data` is JSON whose members a catalogue of the ledger names. */
export const GRANTED_DATA_CONTEXT = 'urn:renxin:context:granted-data:1';

/** True for the contexts whose terms are known here. No other is fetched, or believed. */
export function isKnownContext(url: unknown): url is string {
  return url === VC_CONTEXT || url === RENXIN_CONTEXT || url === GRANTED_DATA_CONTEXT;
}

/** True when a context of these defines the term. */
export function isDefined(term: string, contexts: readonly string[]): boolean {
  return (
    vcTerms.has(term) ||
    (contexts.includes(RENXIN_CONTEXT) && ownTerms().has(term)) ||
    (contexts.includes(GRANTED_DATA_CONTEXT) && grantedDataTerms.has(term))
  );
}

/** True when what stands under the term is a JSON literal (JSON-LD 1.1 section 4.2.2): nothing in it is a term. */
export function isLiteral(term: string, contexts: readonly string[]): boolean {
  return term === LITERAL && contexts.includes(GRANTED_DATA_CONTEXT);
}

/** The bytes of our context, for whoever processes JSON-LD. */
export function renxinContext(): Uint8Array {
  const terms = [...ownTerms()].toSorted((a, b) => (a < b ? -1 : 1));
  const definitions = terms.map((term) => [term, `urn:renxin:vocabulary:${term}`] as const);
  const context: JsonObject = { '@protected': true, ...Object.fromEntries(definitions) };
  return canonicalBytes({ '@context': context });
}

/** The bytes of the context of granted data. */
export function grantedDataContext(): Uint8Array {
  const definitions = [...grantedDataTerms].map((term) => {
    const id = `urn:renxin:vocabulary:${term}`;
    return [term, term === LITERAL ? { '@id': id, '@type': '@json' } : id] as const;
  });
  return canonicalBytes({ '@context': { '@protected': true, ...Object.fromEntries(definitions) } });
}

const LITERAL = 'data';
const grantedDataTerms: ReadonlySet<string> = new Set([
  'GrantedDataCredential',
  LITERAL,
  'RenxinConsent',
  'consent',
  'authorisation',
  'recipient',
  'purpose',
  'mode',
  'retentionDays',
  'onward',
]);

/** Our types and fields that are not the base context's. */
function ownTerms(): ReadonlySet<string> {
  own ??= new Set(
    [...credentialTypes.flatMap(({ type, fields }) => [type, ...namesOf(fields)]), ...copyTerms].filter(
      (term) => !vcTerms.has(term),
    ),
  );
  return own;
}

let own: ReadonlySet<string> | undefined;

/** What a presentation that is a copy for one purpose (加注件) says in its `termsOfUse`. */
const copyTerms = ['AnnotatedCopy', 'copyPurpose', 'copyRecipient', 'copyExpires'] as const;

function namesOf(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, { value }]) =>
    value.kind === 'group' ? [name, ...namesOf(value.fields)] : [name],
  );
}
