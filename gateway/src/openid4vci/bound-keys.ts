import {
  BATCH,
  HolderProofError,
  verifyHolderProof,
  verifyKeyAttestation,
  type AttestedKeys,
  type ProvenHolder,
} from '@renxin/credentials/openid4vci';
import { Refusal } from '../problem/index.js';
import type { IssuanceDesk } from './desk.js';
import type { Grant } from './grant.js';

/** What a wallet proves its keys with (OpenID4VCI 1.0 appendix F). */
export interface KeyProofs {
  readonly jwt?: readonly string[] | undefined;
  readonly attestation?: readonly string[] | undefined;
}

/** The DID of a key. */
export type BoundKey = Pick<ProvenHolder, 'did'>;

/**
 * The keys that what is issued is bound to: proven one by one, or all those of an attestation, by itself or in the proof of
 * one of its keys.
 * @throws Refusal HOLDER_PROOF_*, KEY_ATTEST*, NONCE_*, BATCH_TOO_LARGE, CREDENTIAL_REQUEST_INVALID
 */
export async function boundKeys(
  desk: IssuanceDesk,
  grant: Grant,
  { jwt = [], attestation = [] }: KeyProofs,
): Promise<readonly BoundKey[]> {
  const [attested] = attestation;
  if (attested !== undefined) {
    if (jwt.length > 0) throw new Refusal('CREDENTIAL_REQUEST_INVALID');
    const { keys, nonce } = await attestedKeys(desk, attested);
    if (nonce === undefined) throw new Refusal('HOLDER_PROOF_NONCE');
    desk.nonces.assertOurs(nonce);
    desk.nonces.use(nonce);
    return keys;
  }
  return provenHolders(desk, grant, jwt);
}

async function attestedKeys({ certificates }: IssuanceDesk, attestation: string): Promise<AttestedKeys> {
  const { provider, clock, proofs } = certificates;
  const attested = await proven(() =>
    verifyKeyAttestation(attestation, { provider, now: clock(), attesterOf: proofs.attesterOf }),
  );
  if (attested.keys.length > BATCH) throw new Refusal('BATCH_TOO_LARGE');
  return attested;
}

/** Those of the attestation in the one proof of one of its keys. */
async function withAttested(
  desk: IssuanceDesk,
  holders: readonly ProvenHolder[],
): Promise<readonly BoundKey[]> {
  const [first] = holders;
  const attestation = holders.find((each) => each.attestation !== undefined)?.attestation;
  if (first === undefined || attestation === undefined) return holders;
  if (holders.length > 1) throw new Refusal('HOLDER_PROOF_DOUBLED');
  const { keys } = await attestedKeys(desk, attestation);
  if (!keys.some(({ did }) => did === first.did)) throw new Refusal('KEY_ATTESTATION_INVALID');
  return keys;
}

/** Every proof by a key of its own, all over one nonce of ours, which is used up here and not before all of them hold. */
async function provenHolders(
  desk: IssuanceDesk,
  grant: Grant,
  proofs: readonly string[],
): Promise<readonly BoundKey[]> {
  const { certificates, nonces } = desk;
  if (proofs.length === 0) throw new Refusal('HOLDER_PROOF_MISSING');
  if (proofs.length > BATCH) throw new Refusal('BATCH_TOO_LARGE');
  const holders: ProvenHolder[] = [];
  for (const proof of proofs) {
    const holder = await proven(() =>
      verifyHolderProof(proof, {
        issuer: certificates.base(),
        ...(grant.client !== undefined && { client: grant.client.id }),
        provider: certificates.provider,
        now: certificates.clock(),
        methodOf: certificates.proofs.holderMethodOf,
      }),
    );
    nonces.assertOurs(holder.nonce);
    holders.push(holder);
  }
  const [first] = holders;
  if (new Set(holders.map(({ did }) => did)).size < holders.length) throw new Refusal('HOLDER_PROOF_DOUBLED');
  if (first === undefined || holders.some(({ nonce }) => nonce !== first.nonce))
    throw new Refusal('NONCE_INVALID');
  const keys = await withAttested(desk, holders);
  nonces.use(first.nonce);
  return keys;
}

async function proven<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof HolderProofError)) throw cause;
    throw new Refusal(cause.code, {}, { cause });
  }
}
