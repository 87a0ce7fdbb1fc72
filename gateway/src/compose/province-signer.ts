import type { JsonObject } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import { issueCode, type CodeContent } from '@renxin/credentials/certificate-code';
import { signCredential, type IssueOptions, type IssuerKey } from '@renxin/credentials/credential';
import { issueSdJwt } from '@renxin/credentials/sd-jwt';
import { assertionSignerOf, type AssertionSigner } from '@renxin/seal/signer';
import { didOf } from '@renxin/wallets/e-certificate';
import { signAs } from '../founding/sign.js';
import { unattended } from '../keys/key-ring.js';
import type { Base } from './base.js';

/** PrivateKeyInfo of Ed25519 (RFC 8410 section 7), before the 32 bytes of the key. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An organisation's proofs on one of its own credentials. */
export function provinceSigner(
  base: Base,
  organisation: string,
): (credential: JsonObject) => Promise<JsonObject> {
  const signAll = bulkSigner(base, organisation);
  return async (credential) => {
    const [signed] = await signAll([credential]);
    if (signed === undefined) throw new TypeError('nothing was signed');
    return signed;
  };
}

/**
 * An organisation's proofs on its own credentials, on any number of them: by its registry key and by its assertion key, which it puts on the
 * ledger when it first signs.
 */
export function bulkSigner(
  base: Base,
  organisation: string,
): (credentials: readonly JsonObject[]) => Promise<JsonObject[]> {
  const { keys, ledger, clock, provider } = base;
  const assertionKey = assertionKeyOf(base, organisation);
  const did = didOf(ledger.name, organisation);
  return async (credentials) => {
    const assertion = await assertionKey();
    const now = clock();
    const { keys: own } = await ledger.evaluate(registry.operations.identifier, { identifier: organisation });
    const verificationMethod = `${did}#key-${String(own.at(-1)?.sequence ?? 1)}`;
    const options: IssueOptions = {
      provider,
      now,
      activation: unattended('credential', now),
      keys: [assertion, { verificationMethod, signer: keys.signer(organisation) }],
    };
    return Promise.all(
      credentials.map(({ proof: _before, ...unsigned }) => signCredential(unsigned, options)),
    );
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
