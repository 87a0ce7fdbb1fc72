import type { JsonObject } from '@renxin/chaincode/canonical';
import { CredentialError } from '../credential/codes.js';
import { ProofError } from '../data-integrity/index.js';
import { canonicalQuads, type Contexts } from '../rdfc/index.js';
import { assertCredentialForm, assertPresentationForm, type OpenCredential } from './form.js';
import { requireResources } from './resources.js';

/**
 * Reads any credential: its form, that its contexts are known and define every term, related resources. What was read is
 * the value itself.
 * @throws CredentialError CREDENTIAL_MALFORMED, RESOURCE_DIGEST_MISMATCH, and the codes of `canonicalQuads`
 */
export async function readOpenCredential(value: unknown, contexts: Contexts): Promise<OpenCredential> {
  const credential = readFormOnly(value);
  await requireTerms(credential, contexts);
  return credential;
}

/** Without the terms: for who signs or judges over RDF, where they are asked for anyway. */
export function readFormOnly(value: unknown): OpenCredential {
  assertCredentialForm(value);
  requireResources(value);
  return value;
}

/** As {@link readOpenCredential}; the credentials inside are read by themselves. @throws CredentialError PRESENTATION_MALFORMED */
export async function readOpenPresentation(value: unknown, contexts: Contexts): Promise<JsonObject> {
  assertPresentationForm(value);
  const { verifiableCredential: _inside, ...own } = value;
  await requireTerms(own, contexts);
  return value;
}

/** JSON-LD would drop what nothing defines: every suite refuses it, those over canonical JSON too. */
export async function requireTerms(document: JsonObject, contexts: Contexts): Promise<void> {
  const { proof: _proof, ...unsecured } = document;
  try {
    await canonicalQuads(unsecured, contexts);
  } catch (error) {
    if (error instanceof ProofError) throw new CredentialError(error.code, [], { cause: error });
    throw error;
  }
}
