import { canonicalBytes, fromBase64url, toBase64url, toHex } from '@renxin/chaincode/canonical';
import { commitment } from '@renxin/seal/crypto';
import { signDetached } from '@renxin/seal/cms';
import { z } from 'zod';
import { contractAnswer, type ContractAnswer, type ContractView } from '../api/index.js';
import { GatewayProblem } from '../client/index.js';
import { activate, checked, commit, now, sign, type Party } from './party.js';
import type { Decision, Show, ShownPage, SigningScene } from './show.js';
import { signInside } from './sign-inside.js';
import { signInOfd } from './sign-ofd.js';
import { SigningRefused } from './signing-refused.js';

export { SigningRefused, type SigningCode } from './signing-refused.js';

const layout = z.object({ pages: z.array(z.unknown()).min(1) });

/**
 * Signs a contract (amendment 0) or an amendment: fetches the document, checks that it is the one both parties locked,
 * shows every page, and after the holder's decision makes, in one activation, the CMS signature over the document, the
 * signature inside it, a worker's also inside the OFD, and the ledger message that carries the first one's commitment.
 * @throws SigningRefused, GatewayProblem
 */
export async function signContract(
  party: Party,
  contract: string,
  amendment: number,
  show: Show,
): Promise<ContractAnswer> {
  const scene = await openScene(party, contract, amendment);
  const decision = await show(scene);
  requireAllSeen(decision, scene);
  for (let attempt = 1; ; attempt++) {
    const signature = await makeSignature(party, scene, decision.method);
    try {
      const target = `${path(contract)}/signatures`;
      return await checked(
        party,
        await party.client.post(target, 'contract-conclusion', signature, contractAnswer),
      );
    } catch (error) {
      // The other party signed in between: its signature belongs under this one.
      const isMoved = error instanceof GatewayProblem && error.code === 'DOCUMENT_MOVED';
      if (!isMoved || attempt === ATTEMPTS) throw error;
    }
  }
}

/** How often a document is signed anew that the other party signed in between: there is only one other. */
const ATTEMPTS = 3;

/** Fetches what is to be signed and checks it; nothing is signed here. */
export async function openScene(party: Party, contract: string, amendment: number): Promise<SigningScene> {
  const { contract: view } = await party.client.get(path(contract), 'contract-conclusion', contractAnswer);
  const signing = signingOf(view, amendment);
  const base = `${path(contract)}/documents/${amendment}`;
  const whole = await party.client.download(`${base}/contract.pdf`, 'contract-conclusion');
  // What stands behind the locked document are signatures; what is shown and signed is the document.
  const pdf = whole.subarray(0, signing.document.bytes);
  const { pages } = await party.client.get(`${base}/layout`, 'contract-conclusion', layout);
  requireDocument(party, pdf, signing.document);
  const shown = pages.map((page): ShownPage => ({ layout: page, sm3: sm3(party, canonicalBytes(page)) }));
  if (shown.some((page, i) => page.sm3 !== signing.pages[i]) || shown.length !== signing.pages.length) {
    throw new SigningRefused('PAGES_ALTERED');
  }
  const fingerprint = toHex(party.provider.hash('SM3', pdf)).slice(0, 16);
  return { contract: view, amendment, pdf, pages: shown, fingerprint };
}

async function makeSignature(
  party: Party,
  scene: SigningScene,
  method: 'passphrase' | 'confirmation',
): Promise<unknown> {
  const signing = signingOf(scene.contract, scene.amendment);
  const keeper = await party.headers.latest();
  const certificate = await party.keystore.certificate(party.identifier);
  if (certificate === undefined) throw new SigningRefused('CERTIFICATE_MISSING');
  const activation = activate(party, method);
  const pages = scene.pages.map((page) => page.sm3);
  const shownDigest = party.provider.hash('SM3', canonicalBytes({ document: signing.document.sm3, pages }));
  const activationDigest = party.provider.hash('SM3', canonicalBytes({ ...activation }));
  const at = now(party);
  const crls = await revocationLists(party);
  const cms = await signDetached({
    document: scene.pdf,
    signer: await party.keystore.signer(party.identifier),
    certificate: certificate.certificate,
    chain: certificate.chain,
    crls,
    signedAttributes: {
      signingTime: new Date(at),
      checkpoint: { ledger: party.ledger, height: keeper.height, header: keeper.header },
      shown: shownDigest,
      activation: toBase64url(activationDigest),
    },
    activation,
    provider: party.provider,
  });
  const claims = { shown: shownDigest, activation: toBase64url(activationDigest) };
  const inside = await signInside(party, scene, at, claims, activation);
  const ofd =
    party.role === 'worker'
      ? await signInOfd(party, scene, at, { ...certificate, crls, claims, activation })
      : undefined;
  const commitments = {
    shown: commit(party, shownDigest),
    cms: commit(party, party.provider.hash('SM3', cms)),
    identity: commit(party, await identityRecord(party, scene.contract.contract)),
    activation: commit(party, activationDigest),
  };
  const body = {
    contract: scene.contract.contract,
    amendment: scene.amendment,
    version: signing.version,
    role: party.role,
    party: party.identifier,
    document: signing.document.commitment,
    shown: commitments.shown.commitment,
    cms: commitments.cms.commitment,
    identity: commitments.identity.commitment,
    activation: commitments.activation.commitment,
    notBefore: { height: keeper.height, header: keeper.header },
    at,
  };
  return {
    sign: await sign(party, 'labor-contract/sign', body, activation),
    cms: toBase64url(cms),
    inside: toBase64url(inside),
    ...(ofd !== undefined && { ofd: toBase64url(ofd) }),
    openings: {
      shown: commitments.shown.opening,
      cms: commitments.cms.opening,
      identity: commitments.identity.opening,
      activation: commitments.activation.opening,
    },
    pages,
    activation,
  };
}

/** CRLs of the issuers, as the gateway publishes them: carried in the signature, so that it can be checked offline. */
async function revocationLists(party: Party): Promise<Uint8Array[]> {
  const { crls } = await party.client.get(
    '/api/v1/revocation-lists',
    'contract-conclusion',
    z.object({ crls: z.array(z.base64url()) }),
  );
  return crls.map((crl) => decode(crl));
}

/** SM3 of the platform's record of how this party's identity was proven (指引 art. 7). */
async function identityRecord(party: Party, contract: string): Promise<Uint8Array> {
  const { record } = await party.client.get(
    `${path(contract)}/identity`,
    'contract-conclusion',
    z.object({ record: z.unknown() }),
  );
  return party.provider.hash('SM3', canonicalBytes(record));
}

function signingOf(view: ContractView, amendment: number): ContractView['signings'][number] {
  const signing = view.signings.find((each) => each.amendment === amendment);
  if (signing === undefined) throw new SigningRefused('NOTHING_TO_SIGN');
  return signing;
}

function requireDocument(
  party: Party,
  pdf: Uint8Array,
  document: ContractView['signings'][number]['document'],
): void {
  const digest = party.provider.hash('SM3', pdf);
  const opened = commitment(party.provider, decode(document.salt), digest);
  if (toBase64url(digest) !== document.sm3 || opened !== document.commitment)
    throw new SigningRefused('DOCUMENT_ALTERED');
}

function requireAllSeen(
  decision: Decision,
  scene: SigningScene,
): asserts decision is Extract<Decision, { kind: 'sign' }> {
  if (decision.kind === 'decline') throw new SigningRefused('DECLINED');
  if (scene.pages.some((_, i) => !decision.seen.includes(i))) throw new SigningRefused('PAGES_NOT_SEEN');
}

function sm3(party: Party, bytes: Uint8Array): string {
  return toBase64url(party.provider.hash('SM3', bytes));
}

function path(contract: string): string {
  return `/api/v1/labor-contracts/${contract}`;
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new TypeError('not base64url');
  return bytes;
}
