import { toBase58, type JsonObject } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import { nativeProvider } from '@renxin/seal/native';
import type { Activation, Signer } from '@renxin/seal/signer';
import type { Work } from '@renxin/seal/threads';
import { ProofError } from '../data-integrity/codes.js';
import { cryptosuites, type CryptosuiteName } from '../data-integrity/cryptosuite.js';
import { readProof } from '../data-integrity/proof.js';
import { cutAt, joined, type Cut } from './cut.js';

/** Credentials of one issuer that get the same proofs. */
export interface ToSign {
  /** In canonical form, cut where `proof` will stand. */
  readonly credentials: readonly Cut[];
  /** The value of `@context` of all of them. */
  readonly context: JsonObject['@context'] & {};
  readonly created: string;
  readonly activation: Activation;
  /** URL of each signer's key, in their order. */
  readonly verificationMethods: readonly string[];
}

/** The signed credentials one after another in canonical form: where each ends, and its SM3. */
export interface Signed {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
  readonly digests: readonly Uint8Array[];
}

/**
 * The proofs that `addProofs` of this room makes, on many credentials, over bytes that are canonical already: nothing is
 * parsed, and each document is hashed once for each suite.
 */
export const signMany: Work<ToSign, Signed> = {
  name: 'signMany',
  run: async ({ credentials, ...about }, signers) => {
    const proofs = signers.map((signer, i) => proofBy(signer, about.verificationMethods[i] ?? '', about));
    const [texts, ends, digests]: [Buffer[], number[], Uint8Array[]] = [[], [], []];
    let end = 0;
    for (const credential of credentials) {
      const document = joined(credential);
      const values: string[] = [];
      for (const proof of proofs) values.push(await proof(document));
      const bytes = Buffer.from(
        joined(credential, values.length === 1 ? values[0] : `[${values.join(',')}]`),
      );
      texts.push(bytes);
      ends.push((end += bytes.length));
      digests.push(nativeProvider.hash('SM3', bytes));
    }
    return { bytes: new Uint8Array(Buffer.concat(texts)), ends, digests };
  },
};

/** Makes one proof over each canonical document. @throws ProofError PROOF_MALFORMED, PROOF_KEY_ALGORITHM */
function proofBy(
  signer: Signer<VerificationKey>,
  verificationMethod: string,
  { context, created, activation }: Omit<ToSign, 'credentials'>,
): (document: string) => Promise<string> {
  const { algorithm } = signer.key;
  const cryptosuite = suiteOf(algorithm);
  const { hash } = cryptosuites[cryptosuite];
  const config = {
    '@context': context,
    type: 'DataIntegrityProof',
    cryptosuite,
    created,
    verificationMethod,
    proofPurpose: 'assertionMethod',
  };
  readProof({ ...config, proofValue: 'z' });
  const cut = cutAt('proofValue', config);
  const statement = nativeProvider.hashText(hash, joined(cut));
  return async (document) => {
    const message = new Uint8Array(64);
    message.set(statement);
    message.set(nativeProvider.hashText(hash, document), 32);
    const signature = await signer.sign({ algorithm, message, activation });
    return joined(cut, `"z${toBase58(signature)}"`);
  };
}

function suiteOf(algorithm: VerificationKey['algorithm']): CryptosuiteName {
  if (algorithm === 'Ed25519') return 'eddsa-jcs-2022';
  if (algorithm === 'SM2') return 'sm2-jcs-2026';
  throw new ProofError('PROOF_KEY_ALGORITHM');
}
