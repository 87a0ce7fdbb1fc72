import { contexts as credentialContexts } from '@digitalbazaar/credentials-context';
import { contexts as dataIntegrityContexts } from '@digitalbazaar/data-integrity-context';
import { contexts as licenceContexts } from '@digitalbazaar/vdl-context';
import ed25519Signature from 'ed25519-signature-2020-context';
import {
  GRANTED_DATA_CONTEXT,
  grantedDataContext,
  RENXIN_CONTEXT,
  renxinContext,
  VC_CONTEXT,
} from '../context/index.js';

/** The base context of Verifiable Credentials Data Model 1.1. */
export const VC1_CONTEXT = 'https://www.w3.org/2018/credentials/v1';
export const DATA_INTEGRITY_CONTEXT = 'https://w3id.org/security/data-integrity/v2';
export const ED25519_SIGNATURE_CONTEXT = 'https://w3id.org/security/suites/ed25519-2020/v1';
/** W3C's context for examples. It takes every term for defined, so it is for tests only. */
export const EXAMPLES_CONTEXT = 'https://www.w3.org/ns/credentials/examples/v2';

/** Contexts by their URLs. What is not here is not known: nothing is ever fetched. */
export type Contexts = ReadonlyMap<string, object>;

/** Those of W3C that credentials and their proofs use, and ours. */
export const knownContexts: Contexts = new Map([
  ...chosen(credentialContexts, VC_CONTEXT, VC1_CONTEXT),
  ...chosen(dataIntegrityContexts, DATA_INTEGRITY_CONTEXT),
  [ED25519_SIGNATURE_CONTEXT, ed25519Signature.CONTEXT],
  [RENXIN_CONTEXT, parsed(renxinContext())],
  [GRANTED_DATA_CONTEXT, parsed(grantedDataContext())],
]);

/** The known contexts, W3C's for examples, and the driving licence's that W3C's suites use: for tests. */
export const testContexts: Contexts = new Map([
  ...knownContexts,
  ...chosen(licenceContexts, 'https://w3id.org/vdl/v1'),
  [EXAMPLES_CONTEXT, { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } }],
]);

function chosen(from: Contexts, ...urls: readonly string[]): (readonly [string, object])[] {
  return urls.map((url) => {
    const context = from.get(url);
    if (context === undefined) throw new Error('the package has no such context');
    return [url, context] as const;
  });
}

function parsed(bytes: Uint8Array): object {
  return JSON.parse(new TextDecoder().decode(bytes)) as object;
}
