import * as bbs from '@digitalbazaar/bbs-2023-cryptosuite';
import * as ecdsa from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import { fromBase64url, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import type { Activation, Signer } from '@renxin/seal/signer';
import {
  multikeyOfMethod,
  ProofError,
  type BbsSigner,
  type MethodKey,
  type ProofSuite,
  type ProofSuites,
  type SuiteSigner,
} from '../data-integrity/index.js';
import { canonicalQuads, documentLoader, type Contexts } from '../rdfc/index.js';
import { assertPointers } from './pointers.js';

/** The libraries of both suites, which have the same shape. */
const libraries = {
  'ecdsa-sd-2023': { library: ecdsa, algorithm: 'P-256' },
  'bbs-2023': { library: bbs, algorithm: 'BLS12-381' },
} as const satisfies Record<string, { library: object; algorithm: MethodKey['algorithm'] }>;

export type SelectiveName = keyof typeof libraries;

export function isSelective(name: unknown): name is SelectiveName {
  return typeof name === 'string' && Object.hasOwn(libraries, name);
}

export interface SelectiveOptions {
  /** What whoever holds the credential cannot leave out: JSON pointers (RFC 6901). */
  readonly mandatoryPointers?: readonly string[];
}

/**
 * The suites of selective disclosure (`ecdsa-sd-2023`, `bbs-2023`). `prove` makes a base proof, which is for the holder
 * alone; `judge` takes what the holder derived from it, and no base proof.
 * @param contexts the allow-list
 */
export function selectiveSuites(contexts: Contexts, options: SelectiveOptions = {}): ProofSuites {
  return {
    'ecdsa-sd-2023': suite('ecdsa-sd-2023', contexts, options),
    'bbs-2023': suite('bbs-2023', contexts, options),
  };
}

function suite(
  name: SelectiveName,
  contexts: Contexts,
  { mandatoryPointers = [] }: SelectiveOptions,
): ProofSuite {
  const { library, algorithm } = libraries[name];
  const loader = documentLoader(contexts);
  return {
    algorithms: [algorithm],
    prove: async ({ document, config }, signer, activation) => {
      assertPointers(document, mandatoryPointers);
      // A time would tell who shows it apart from the others of the same minute: bbs-2023 has none.
      if (name === 'bbs-2023' && config['created'] !== undefined) throw new ProofError('PROOF_MALFORMED');
      await canonicalQuads(document, contexts);
      const cryptosuite = library.createSignCryptosuite({ mandatoryPointers });
      const proof = { ...config };
      const given = { cryptosuite, document, proof, documentLoader: loader };
      const verifyData = await cryptosuite.createVerifyData(given);
      const dataIntegrityProof = { signer: signing(signer, activation) };
      return cryptosuite.createProofValue({ verifyData, dataIntegrityProof });
    },
    judge: async ({ document, proof, key }) => {
      // Bounded and known, before the library takes it.
      await canonicalQuads(document, contexts);
      try {
        const cryptosuite = library.createVerifyCryptosuite();
        const { '@context': _context, ...own } = proof as unknown as JsonObject;
        const given = { cryptosuite, document, proof: own, documentLoader: loader };
        const data = await cryptosuite.createVerifyData(given);
        const verificationMethod = { type: 'Multikey', publicKeyMultibase: multikeyOfMethod(key) };
        return await (await cryptosuite.createVerifier({ verificationMethod })).verify({ data });
      } catch (error) {
        // A value that is no derived proof's: the library says so in words only.
        throw new ProofError('PROOF_SIGNATURE', { cause: error });
      }
    },
  };
}

/** A signer as the libraries ask for one. */
function signing(signer: SuiteSigner, activation: Activation): object {
  if (signer.key.algorithm === 'BLS12-381') {
    const many = signer as BbsSigner;
    return {
      publicKey: fromBase64url(many.key.point),
      multisign: ({ header, messages }: { header: Uint8Array; messages: readonly Uint8Array[] }) =>
        many.signAll({ header, messages, activation }),
    };
  }
  const one = signer as Signer;
  return {
    sign: ({ data }: { data: Uint8Array }) =>
      one.sign({ algorithm: one.key.algorithm, message: data, activation }),
  };
}

/** What a holder asks of {@link derive}. */
export interface DeriveOptions {
  readonly contexts: Contexts;
  /** What is shown besides what is mandatory: JSON pointers. */
  readonly selectivePointers: readonly string[];
  /** The suite of the base proof, where the credential has several. */
  readonly cryptosuite?: SelectiveName;
}

/**
 * The credential with what the holder chose to show, and a derived proof; everything else is left out and cannot be found
 * out. The credential's other proofs are about the whole of it and go too.
 * @throws ProofError PROOF_MISSING without a base proof, PROOF_DOUBLED with several, POINTER_INVALID, PROOF_MALFORMED for a
 *   base proof that is none, and as {@link canonicalQuads} does
 */
export async function derive(
  document: JsonObject,
  proofs: readonly Json[],
  { contexts, selectivePointers, cryptosuite }: DeriveOptions,
): Promise<JsonObject> {
  const bases = proofs.filter((each) => {
    const name = suiteOf(each);
    return isSelective(name) && (cryptosuite === undefined || cryptosuite === name);
  });
  const [base, another] = bases;
  const name = suiteOf(base);
  if (base === undefined || !isSelective(name)) throw new ProofError('PROOF_MISSING');
  if (another !== undefined) throw new ProofError('PROOF_DOUBLED');
  assertPointers(document, selectivePointers);
  await canonicalQuads(document, contexts);
  const disclosing = libraries[name].library.createDiscloseCryptosuite({ selectivePointers });
  try {
    const derived = await disclosing.derive({
      cryptosuite: disclosing,
      document,
      purpose: { term: (base as JsonObject)['proofPurpose'] },
      proofSet: [base],
      documentLoader: documentLoader(contexts),
      dataIntegrityProof: { matchProof: () => Promise.resolve(true) },
    });
    return derived as JsonObject;
  } catch (error) {
    throw new ProofError('PROOF_MALFORMED', { cause: error });
  }
}

function suiteOf(proof: Json | undefined): unknown {
  return typeof proof === 'object' && proof !== null && 'cryptosuite' in proof
    ? proof['cryptosuite']
    : undefined;
}
