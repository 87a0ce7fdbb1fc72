import type { JsonObject } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import { issueCode, type CodeContent } from '@renxin/credentials/certificate-code';
import {
  readCredential,
  signCredential,
  type IssueOptions,
  type IssuerKey,
} from '@renxin/credentials/credential';
import { issueSdJwt } from '@renxin/credentials/sd-jwt';
import { cutAt, signMany } from '@renxin/credentials/signing';
import { assertionSignerOf, type AssertionSigner } from '@renxin/seal/signer';
import { didOf } from '@renxin/wallets/e-certificate';
import { signAs } from '../founding/sign.js';
import type { SignedCredential } from '../certificates/desk.js';
import { unattended } from '../keys/key-ring.js';
import type { Base } from './base.js';

/** PrivateKeyInfo of Ed25519 (RFC 8410 section 7), before the 32 bytes of the key. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An organisation's proofs on one of its own credentials. */
export function provinceSigner(
  base: Base,
  organisation: string,
): (credential: JsonObject) => Promise<JsonObject> {
  const issuing = issuingBy(base, organisation);
  return async ({ proof: _before, ...unsigned }) => signCredential(unsigned, await issuing());
}

/** Credentials that are signed as one piece of work: some milliseconds of one core. */
const TOGETHER = 4;

/**
 * The same proofs on many credentials that differ in nothing but whom they are about and where their status stands, on all
 * cores. The form of the first is judged.
 */
export function bulkSigner(
  base: Base,
  organisation: string,
): (credentials: readonly JsonObject[]) => Promise<SignedCredential[]> {
  const issuing = issuingBy(base, organisation);
  return async (credentials) => {
    const [first] = credentials;
    if (first === undefined) return [];
    const context = readCredential(first)['@context'];
    const { keys, now, activation } = await issuing();
    const verificationMethods = keys.map(({ verificationMethod }) => verificationMethod);
    const about = { context, created: now.toISOString(), activation, verificationMethods };
    const signers = keys.map(({ signer }) => signer);
    const pieces: Promise<SignedCredential[]>[] = [];
    for (let from = 0; from < credentials.length; from += TOGETHER) {
      const some = credentials.slice(from, from + TOGETHER).map((each) => cutAt('proof', each));
      const signed = base.threads.apart(signMany, { ...about, credentials: some }, signers);
      pieces.push(
        signed.then(({ bytes, ends, digests }) =>
          digests.map((sm3, i) => ({ canonical: bytes.subarray(ends[i - 1] ?? 0, ends[i]), sm3 })),
        ),
      );
    }
    return (await Promise.all(pieces)).flat();
  };
}

/** With its registry key and its assertion key in force now; the assertion key is put on the ledger when it first signs. */
function issuingBy(base: Base, organisation: string): () => Promise<IssueOptions> {
  const { keys, ledger, clock, provider } = base;
  const assertionKey = assertionKeyOf(base, organisation);
  const did = didOf(ledger.name, organisation);
  return async () => {
    const assertion = await assertionKey();
    const now = clock();
    const { keys: own } = await ledger.evaluate(registry.operations.identifier, { identifier: organisation });
    const verificationMethod = `${did}#key-${String(own.at(-1)?.sequence ?? 1)}`;
    return {
      provider,
      now,
      activation: unattended('credential', now),
      keys: [assertion, { verificationMethod, signer: keys.signer(organisation) }],
    };
  };
}

/** An organisation's assertion key, which is put on the ledger when it is first asked for. */
export function assertionKeyOf(
  { keys, ledger, clock }: Base,
  organisation: string,
): () => Promise<IssuerKey> {
  const seed = keys.secret(`assertion-${organisation}`);
  const assertion = assertionSignerOf(new Uint8Array(Buffer.concat([ED25519, seed])));
  let registered: Promise<number> | undefined;
  const did = didOf(ledger.name, organisation);

  async function register({ key }: AssertionSigner): Promise<number> {
    const known = await ledger.evaluate(registry.operations['assertion-keys'], { identifier: organisation });
    const found = known.keys.find((each) => each.key.point === key.point);
    if (found !== undefined) return found.sequence;
    const change = { identifier: organisation, sequence: known.keys.length + 1, key };
    const kind = 'registry/add-assertion-key';
    const signature = await signAs(keys, organisation, kind, ledger.name, change, clock());
    await ledger.submit(registry.operations['add-assertion-key'], { change, signature });
    return change.sequence;
  }

  return async () => {
    registered ??= register(assertion);
    registered.catch(() => (registered = undefined));
    return { verificationMethod: `${did}#assertion-${String(await registered)}`, signer: assertion };
  };
}

/** An organisation's credentials as SD-JWT VCs, by its assertion key. */
export function sdJwtSigner(base: Base, organisation: string): (credential: JsonObject) => Promise<string> {
  const { provider, random, clock } = base;
  const assertionKey = assertionKeyOf(base, organisation);
  return async (credential) => {
    const { verificationMethod, signer } = await assertionKey();
    const activation = unattended('credential', clock());
    return issueSdJwt(credential, { verificationMethod, signer, activation, provider, random });
  };
}

/** QR codes of an organisation's certificates, by its assertion key. */
export function codeSigner(base: Base, organisation: string): (content: CodeContent) => Promise<string> {
  const assertionKey = assertionKeyOf(base, organisation);
  return async (content) => {
    const { verificationMethod, signer } = await assertionKey();
    const activation = unattended('certificate-code', base.clock());
    return issueCode(content, { verificationMethod, signer, activation });
  };
}
