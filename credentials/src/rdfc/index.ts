export {
  DATA_INTEGRITY_CONTEXT,
  EXAMPLES_CONTEXT,
  knownContexts,
  testContexts,
  VC1_CONTEXT,
  type Contexts,
} from './contexts.js';
export { documentLoader, type DocumentLoader } from './document-loader.js';
export { generateP384Signer, p384SignerOf } from './p384.js';
export { canonicalQuads } from './quads.js';
export { rdfcSuites } from './suites.js';
