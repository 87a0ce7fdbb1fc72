import { fromBase58, toBase58, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import { nativeProvider } from '@renxin/seal/native';
import type { Activation, Signer } from '@renxin/seal/signer';
import type {
  FurtherKey,
  FurtherSigner,
  MethodKey,
  Proof,
  ProofSuite,
  ProofSuites,
  SuiteSigner,
} from '../data-integrity/index.js';
import type { Contexts } from './contexts.js';
import { ED25519_SIGNATURE_CONTEXT } from './contexts.js';
import { sha384, verifyP384 } from './p384.js';
import { proofQuads } from './proof-quads.js';
import { canonicalQuads } from './quads.js';

/**
 * The suites over RDF Dataset Canonicalization: `eddsa-rdfc-2022` (vc-di-eddsa section 3.2), `ecdsa-rdfc-2019` with P-256
 * and P-384 (vc-di-ecdsa section 3.2). `Ed25519Signature2020`, from before there were suites, is judged and not made.
 * @param contexts the allow-list
 */
export function rdfcSuites(contexts: Contexts): ProofSuites {
  const documents = new Documents(contexts);
  return {
    'eddsa-rdfc-2022': suite(documents, ['Ed25519']),
    'ecdsa-rdfc-2019': suite(documents, ['P-256', 'P-384']),
    Ed25519Signature2020: suite(documents, ['Ed25519'], ED25519_SIGNATURE_CONTEXT),
  };
}

function suite(
  documents: Documents,
  algorithms: readonly MethodKey['algorithm'][],
  /** A context that the proof's options are read under as well. */
  context?: string,
): ProofSuite {
  return {
    algorithms,
    prove: async ({ document, config }, signer, activation) => {
      // What is signed is what stands there now, not what stood there when it was seen before.
      const quads = documents.canonical(document);
      const message = await documents.signedBytes(document, quads, config, signer.key, context);
      const signature = await signed(signer, message, activation);
      return `z${toBase58(signature)}`;
    },
    judge: async ({ document, proof, key, provider }) => {
      const signature = signatureOf(proof, key);
      const { proofValue: _proofValue, ...config } = proof as unknown as JsonObject;
      const quads = documents.kept(document);
      const message = await documents.signedBytes(document, quads, config, key, context);
      if (signature === undefined) return false;
      return isP384(key) ? verifyP384(key, message, signature) : provider.verify(key, message, signature);
    },
  };
}

function signed(signer: SuiteSigner, message: Uint8Array, activation: Activation): Promise<Uint8Array> {
  // Of an algorithm of the suite, as was checked.
  if (isP384(signer.key)) {
    return (signer as FurtherSigner).sign({ algorithm: 'P-384', message, activation });
  }
  const one = signer as Signer<VerificationKey>;
  return one.sign({ algorithm: one.key.algorithm, message, activation });
}

/** What is signed: the hash of the proof's canonical options, then the hash of the canonical document. */
class Documents {
  readonly #contexts: Contexts;
  /** Proofs of a set that is judged are about the same document. */
  readonly #quads = new WeakMap<JsonObject, Promise<Uint8Array>>();

  constructor(contexts: Contexts) {
    this.#contexts = contexts;
  }

  async signedBytes(
    document: JsonObject,
    quads: Promise<Uint8Array>,
    config: JsonObject,
    key: MethodKey,
    context: string | undefined,
  ): Promise<Uint8Array> {
    const under = withContext(document['@context'], context);
    const options = utf8.encode(await proofQuads(config, under, this.#contexts));
    const hash = isP384(key) ? sha384 : (bytes: Uint8Array) => nativeProvider.hash('SHA-256', bytes);
    const [first, second] = [hash(options), hash(await quads)];
    const bytes = new Uint8Array(first.length + second.length);
    bytes.set(first);
    bytes.set(second, first.length);
    return bytes;
  }

  kept(document: JsonObject): Promise<Uint8Array> {
    const known = this.#quads.get(document);
    if (known !== undefined) return known;
    const quads = this.canonical(document);
    this.#quads.set(document, quads);
    return quads;
  }

  canonical(document: JsonObject): Promise<Uint8Array> {
    const quads = canonicalQuads(document, this.#contexts).then((text) => utf8.encode(text));
    // Whoever asked for it is told; nobody may have asked yet.
    quads.catch(() => undefined);
    return quads;
  }
}

const utf8 = new TextEncoder();

function isP384(key: MethodKey): key is FurtherKey {
  return key.algorithm === 'P-384';
}

function withContext(document: Json | undefined, context: string | undefined): Json | undefined {
  if (context === undefined || document === undefined) return document;
  const all = Array.isArray(document) ? (document as readonly Json[]) : [document];
  return all.includes(context) ? document : [...all, context];
}

/** In Multibase: the letter z, then base58btc of exactly as many bytes as the algorithm's signatures have. */
function signatureOf({ proofValue }: Proof, key: MethodKey): Uint8Array | undefined {
  const length = isP384(key) ? 96 : 64;
  if (!proofValue.startsWith('z') || proofValue.length > 140) return undefined;
  const signature = fromBase58(proofValue.slice(1));
  return signature?.length === length ? signature : undefined;
}
