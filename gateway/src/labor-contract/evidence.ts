import {
  layOut,
  manifestOf,
  packBundle,
  signManifest,
  signingPaths,
  type BundleContent,
  type Opening,
  type SigningContent,
} from '@renxin/archive/bundle';
import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { laborContract } from '@renxin/chaincode/contracts';
import { messageBytes } from '@renxin/chaincode/messages';
import { heightOf, type ConsistencyProof, type LedgerProof, type StateProof } from '@renxin/network/proof';
import { commitment } from '@renxin/seal/crypto';
import { unattended } from '../keys/key-ring.js';
import { Refusal } from '../problem/index.js';
import type { LaborContractServices } from '../services.js';
import type { ContractFile, SigningFile } from './contract-file.js';
import { commit, sm3, type Desk } from './desk.js';
import { claimsOf } from './evidence-claims.js';
import { factsOf } from './facts.js';
import { layoutOf, pdfOf } from './drafting.js';
import { bytesOf } from './signing.js';

type Purpose = 'party' | 'arbitration' | 'court' | 'archive';

/**
 * The evidence bundle of a concluded contract (docs/formats/evidence-bundle.md): everything a stranger needs, signed by
 * this organisation, and the export itself recorded on the ledger.
 */
export async function exportBundle(
  services: LaborContractServices,
  file: ContractFile,
  purpose: Purpose,
): Promise<Uint8Array> {
  const { desk, exporter } = services;
  const at = desk.clock().toISOString();
  const content = await contentOf(services, file, purpose, at);
  const files = layOut(content);
  const about = { contract: file.contract, ledger: desk.ledger.name, createdAt: at };
  const manifest = manifestOf(files, about, desk.provider);
  const activation = unattended('bundle', desk.clock());
  const signature = await signManifest(
    manifest,
    { ledger: desk.ledger.name, by: desk.organisation },
    exporter,
    activation,
    desk.provider,
  );
  const { commitment: committed, opening } = commit(desk, sm3(desk, manifest));
  const body = { contract: file.contract, bundle: committed, by: desk.organisation, purpose, at };
  const message = messageBytes('labor-contract/export', desk.ledger.name, body);
  const signed = toBase64url(await exporter.sign({ algorithm: exporter.key.algorithm, message, activation }));
  const { at: position } = await desk.ledger.submit(laborContract.operations.export, {
    body,
    signature: signed,
  }); // the commit point
  const proof = await desk.ledger.prove(position);
  const consistency = await services.ledger.proveConsistency(heightOf(content.state), heightOf(proof));
  return packBundle({ files, manifest, signature, export: { salt: opening.salt, proof, consistency } });
}

async function contentOf(
  services: LaborContractServices,
  file: ContractFile,
  purpose: Purpose,
  at: string,
): Promise<BundleContent> {
  const { desk } = services;
  const concluded = file.signings.filter((signing) => signing.concluded !== undefined);
  if (concluded.length === 0) throw new Refusal('CONTRACT_STATE');
  const proofs = await proofsOf(services, file);
  const state = await desk.proveContract(file.contract);
  return {
    signings: await Promise.all(concluded.map((signing) => signingContent(desk, file, signing))),
    openings: concluded.flatMap((signing) => openingsOf(desk, file, signing)),
    proofs,
    state,
    consistency: await consistencyOf(services, concluded, proofs, state),
    ...(await claimsOf(services, file, purpose, at)),
    facts: await factsOf(services, file.contract),
    custody: {
      kind: 'renxin-custody',
      schema: 1,
      contract: file.contract,
      by: desk.organisation,
      purpose,
      at,
    },
  };
}

/** The registry's commands that say whose keys these are, and every command of the contract. */
async function proofsOf(
  { desk, positionOf }: LaborContractServices,
  file: ContractFile,
): Promise<LedgerProof[]> {
  const registry = await Promise.all(
    ['founding', file.worker, file.employer].map((name) => positionOf(name)),
  );
  const all = [...registry, ...file.steps.map(({ txId, index }) => ({ txId, index }))];
  return Promise.all(all.map(async (at) => await desk.ledger.prove(at)));
}

/** One proof for each other header that the bundle relies on, leading to the header of the state. */
async function consistencyOf(
  { ledger }: LaborContractServices,
  concluded: readonly SigningFile[],
  proofs: readonly LedgerProof[],
  state: StateProof,
): Promise<ConsistencyProof[]> {
  const head = heightOf(state);
  const heights = new Set(proofs.map(heightOf));
  for (const { worker, employer } of concluded) {
    for (const party of [worker, employer])
      if (party !== undefined) heights.add(party.sign.body.notBefore.height);
  }
  heights.delete(head);
  return Promise.all([...heights].map((height) => ledger.proveConsistency(height, head)));
}

async function signingContent(desk: Desk, file: ContractFile, signing: SigningFile): Promise<SigningContent> {
  const { worker, employer, concluded, amendment } = signing;
  if (worker === undefined || employer === undefined || concluded === undefined) {
    throw new Refusal('CONTRACT_STATE');
  }
  const pdf = await pdfOf(desk, file, amendment);
  const layout = await layoutOf(desk, file, amendment);
  const ofContract = amendment === 0 && {
    template: canonicalBytes(desk.press.template.body),
    disclosure: canonicalBytes(desk.disclosure.body),
  };
  return {
    amendment,
    document: pdf,
    ...(await sealedForm(desk, signing)),
    terms: canonicalBytes(versionOf(file, signing).terms),
    layout: canonicalBytes({ pages: layout.pages }),
    ...ofContract,
    cms: { worker: bytesOf(worker.cms), employer: bytesOf(employer.cms) },
    activation: { worker: worker.activation, employer: employer.activation },
    identity: file.identities,
    signed: bytesOf(concluded.signed),
    tokens: { sm2: bytesOf(concluded.tokens.sm2), ecdsa: bytesOf(concluded.tokens.ecdsa) },
  };
}

/** The OFD with both, where the worker's signature is in it. */
async function sealedForm(
  desk: Desk,
  { ofd, sealed }: SigningFile,
): Promise<{ readonly sealed?: Uint8Array }> {
  const bytes = ofd === undefined || sealed === undefined ? undefined : await desk.blobs.get(sealed);
  return bytes === undefined ? {} : { sealed: bytes };
}

/** What opens each commitment that the ledger has of this signing. */
function openingsOf(desk: Desk, file: ContractFile, signing: SigningFile): Opening[] {
  const paths = signingPaths(signing.amendment);
  const openings: Opening[] = [];
  const add = (of: string, opening: { salt: string; digest: string }): void => {
    openings.push({
      of,
      ...opening,
      commitment: commitment(desk.provider, bytesOf(opening.salt), bytesOf(opening.digest)),
    });
  };
  add(paths.document, { salt: signing.document.salt, digest: signing.document.sm3 });
  add(paths.terms, versionOf(file, signing).opening);
  for (const role of ['worker', 'employer'] as const) {
    const given = signing[role]?.openings;
    if (given === undefined) continue;
    add(paths.cms[role], given.cms);
    add(paths.shown[role], given.shown);
    add(paths.identity[role], given.identity);
    add(paths.activation[role], given.activation);
  }
  const { concluded } = signing;
  if (concluded !== undefined) {
    add(paths.signed, concluded.openings.signed);
    const [sm2, ecdsa] = concluded.openings.tokens;
    if (sm2 !== undefined) add(paths.tokens.sm2, sm2);
    if (ecdsa !== undefined) add(paths.tokens.ecdsa, ecdsa);
  }
  return openings;
}

function versionOf(file: ContractFile, signing: SigningFile): ContractFile['versions'][number] {
  const found = file.versions.find(({ version }) => version === signing.version);
  if (found === undefined) throw new Refusal('CONTRACT_STATE');
  return found;
}
