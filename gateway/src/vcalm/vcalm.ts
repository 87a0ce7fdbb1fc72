import type { JsonObject } from '@renxin/chaincode/canonical';
import { CredentialError, type ProofPolicy } from '@renxin/credentials/credential';
import {
  proofsOf,
  type CredentialSigner,
  type ProofSuites,
  type SuiteSigner,
} from '@renxin/credentials/data-integrity';
import {
  idOf,
  issueOpen,
  readFormOnly,
  requireOwnSchema,
  readOpenCredential,
  verifyOpenCredential,
  verifyOpenPresentation,
  type VerifyOpenOptions,
} from '@renxin/credentials/open';
import { rdfcSuites, type Contexts } from '@renxin/credentials/rdfc';
import { derive, selectiveSuites } from '@renxin/credentials/selective';
import { envelopCredential } from '@renxin/credentials/vc-jwt';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { unattended } from '../keys/key-ring.js';
import { Refusal } from '../problem/index.js';
import type { Derive, Issue, SetStatus, VerifyCredential, VerifyPresentation } from './bodies.js';
import { refusing } from './refusing.js';
import type { StatusBook } from './status-book.js';
import { requireStatus } from './status.js';

/** A way in which an issuer signs: by a suite of Data Integrity, or enveloped as a JWT. */
export interface IssuingKey {
  readonly cryptosuite: string;
  readonly verificationMethod: string;
  readonly signer: SuiteSigner;
}
export const VC_JWT = 'vc-jwt';

export interface VcalmOptions {
  readonly contexts: Contexts;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly methodOf: ProofPolicy['methodOf'];
  /** The issuer's keys, its first choice first; none where nothing is issued. */
  readonly keys: () => Promise<readonly IssuingKey[]>;
  /** Where the status of what is issued is kept; without it nothing has one. */
  readonly status?: StatusBook;
  /** Whether something may be issued by a schema of ours. @throws Refusal, ContractError */
  readonly schemaInForce: (sm3: string) => Promise<void>;
  /** The credential of a status list at a URL. */
  readonly fetchList: (url: string) => Promise<unknown>;
  /** What is asked where a caller does not say; all of it when left out. */
  readonly checks?: readonly Check[];
  /** Whether presentations that nobody signed are taken. */
  readonly unsigned: boolean;
}

type Check = NonNullable<NonNullable<VerifyCredential['options']>['checks']>[number];

/** The use cases of VCALM 0.9 for one issuer and verifier. What is refused is `CREDENTIAL_REFUSED` with its reason. */
export class Vcalm {
  readonly #options: VcalmOptions;
  readonly #suites: ProofSuites;

  constructor(options: VcalmOptions) {
    this.#options = options;
    this.#suites = { ...rdfcSuites(options.contexts), ...selectiveSuites(options.contexts) };
  }

  /** @throws Refusal CREDENTIAL_REFUSED, ISSUING_SUITE_UNKNOWN, STATUS_CREDENTIAL_KNOWN, SCHEMA_RETIRED */
  async issue({ credential, options = {} }: Issue): Promise<JsonObject> {
    const { contexts, provider, clock, status, schemaInForce } = this.#options;
    const { cryptosuite, mandatoryPointers, statusMessages } = options;
    const key = await this.#keyFor(cryptosuite);
    const now = clock();
    const activation = unattended('vcalm', now);
    return refusing(async () => {
      // What nobody can disclose in parts has no part that is always disclosed.
      if (mandatoryPointers !== undefined && !Object.hasOwn(selectiveSuites(contexts), key.cryptosuite))
        throw new CredentialError('POINTER_INVALID');
      const further =
        mandatoryPointers === undefined
          ? this.#suites
          : { ...this.#suites, ...selectiveSuites(contexts, { mandatoryPointers }) };
      const given = { contexts, provider, now, activation, ...key, further };
      // No place in a list is given to what is refused anyway.
      const { issuer } = readFormOnly(credential);
      if (!key.verificationMethod.startsWith(`${idOf(issuer) ?? ''}#`))
        throw new CredentialError('PROOF_NOT_BY_ISSUER');
      const schema = requireOwnSchema(credential, now);
      if (schema !== undefined) await schemaInForce(schema.sm3);
      const whole = (await status?.withEntries(credential, statusMessages)) ?? credential;
      if (key.cryptosuite !== VC_JWT) return issueOpen(whole, given);
      if (whole['proof'] !== undefined) throw new CredentialError('ENVELOPE_MALFORMED');
      const read = await readOpenCredential(whole, contexts);
      return envelopCredential(read, { ...key, signer: key.signer as CredentialSigner, activation });
    });
  }

  /** @throws Refusal CREDENTIAL_REFUSED */
  async verifyCredential({ verifiableCredential, options = {} }: VerifyCredential): Promise<JsonObject> {
    const { credential } = await refusing(() =>
      verifyOpenCredential(verifiableCredential, this.#verifying(options.checks)),
    );
    return credential;
  }

  /** @throws Refusal CREDENTIAL_REFUSED */
  async verifyPresentation(given: VerifyPresentation): Promise<JsonObject> {
    const { checks, domain, challenge } = given.options ?? {};
    const { unsigned } = this.#options;
    const { presentation } = await refusing(() =>
      verifyOpenPresentation(given.verifiablePresentation, {
        ...this.#verifying(checks),
        unsigned,
        ...(domain !== undefined && { domain }),
        ...(challenge !== undefined && { challenge }),
      }),
    );
    return presentation;
  }

  /** @throws Refusal CREDENTIAL_REFUSED */
  derive({ verifiableCredential, options }: Derive): Promise<JsonObject> {
    const { proof: _proof, ...document } = verifiableCredential;
    const { contexts } = this.#options;
    const { selectivePointers } = options;
    return refusing(() => derive(document, proofsOf(verifiableCredential), { contexts, selectivePointers }));
  }

  /** @throws Refusal STATUS_CREDENTIAL_UNKNOWN, STATUS_VALUE_UNKNOWN */
  async setStatus(given: SetStatus): Promise<void> {
    if (this.#options.status === undefined) throw new Refusal('STATUS_CREDENTIAL_UNKNOWN');
    await this.#options.status.set(given);
  }

  async #keyFor(cryptosuite: string | undefined): Promise<IssuingKey> {
    const keys = await this.#options.keys();
    const key = cryptosuite === undefined ? keys[0] : keys.find((each) => each.cryptosuite === cryptosuite);
    if (key === undefined) throw new Refusal('ISSUING_SUITE_UNKNOWN');
    return key;
  }

  #verifying(said: readonly Check[] | undefined): VerifyOpenOptions {
    const { contexts, provider, clock, methodOf, fetchList, checks } = this.#options;
    const asked = said ?? checks ?? ALL;
    const now = clock();
    const policy = { provider, now, methodOf };
    return {
      ...policy,
      contexts,
      further: this.#suites,
      proofOnly: !asked.includes('issuer') && !asked.includes('period'),
      ...(asked.includes('credentialStatus') && {
        requireStatus: (credential: JsonObject) =>
          requireStatus(credential, { ...policy, suites: [] }, fetchList),
      }),
    };
  }
}

const ALL: readonly Check[] = ['proof', 'issuer', 'period', 'credentialStatus'];
