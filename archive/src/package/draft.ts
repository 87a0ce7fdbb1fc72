import { dateInChina } from '@renxin/chaincode/messages';
import { verifyCommandProof, type CommandEvidence } from '@renxin/network/proof';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { parsePart } from '../bundle/canonical-part.js';
import type { Files } from '../bundle/container.js';
import { BundleError } from '../bundle/error.js';
import { EXPORT, matchManifest } from '../bundle/manifest.js';
import { isProofPath } from '../bundle/paths.js';
import { exportRecord } from '../bundle/records.js';
import { canonicalBytes } from '@renxin/chaincode/canonical';
import { EVIDENCE, itemsOf, type PackageIndex, type ProcessEvents } from './description.js';
import { payloadOf, underEvidence } from './package.js';

/** What the maker of a package says about it. */
export type About = Pick<
  PackageIndex,
  'archive' | 'fonds' | 'title' | 'responsible' | 'retention' | 'security' | 'access' | 'createdAt'
>;

export interface Draft {
  readonly index: PackageIndex;
  readonly events: ProcessEvents;
  /** The payload but the report. */
  readonly payload: Files;
}

/**
 * Describes the evidence of a concluded contract for the archive: metadata, and every event that the ledger recorded, by
 * its proof.
 * @param evidence the files of an evidence bundle
 * @throws BundleError when they are none; ProofError
 */
export function draftPackage(evidence: Files, about: About, provider: CryptoProvider): Draft {
  const { manifest } = matchManifest(evidence, provider);
  const events = eventsOf(evidence, about, provider);
  const concluded = events.events.find(({ detail }) => detail === 'labor-contract.conclude');
  if (concluded === undefined) throw new BundleError('PART_MISSING', { path: 'labor-contract.conclude' });
  const formedOn = dateInChina(concluded.at);
  const files = underEvidence(evidence);
  const index: PackageIndex = {
    kind: 'renxin-archive-index',
    schema: 1,
    ...about,
    ledger: manifest.ledger,
    contract: manifest.contract,
    archivalCode: `${about.fonds}-HT-${formedOn.slice(0, 4)}-${manifest.contract}`,
    formedOn,
    items: itemsOf(files),
    bytes: [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0),
  };
  return { index, events, payload: payloadOf(evidence, index, events) };
}

/** The ledger's commands in their order, then what the maker did with their proofs. */
function eventsOf(evidence: Files, about: About, provider: CryptoProvider): ProcessEvents {
  const proven = [...evidence]
    .filter(([path]) => isProofPath(path))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => told(path, verifyCommandProof(provider, bytes)));
  const exported = parsePart(EXPORT, exportRecord, evidence.get(EXPORT) ?? new Uint8Array());
  proven.push(told(EXPORT, verifyCommandProof(provider, canonicalBytes(exported.proof))));
  const own = (['message-digest-calculation', 'validation'] as const).map((type) => ({
    type,
    detail: type === 'validation' ? 'four-property-check' : 'sha-256.sha-512.sm3',
    at: about.createdAt,
    agent: about.responsible.id,
    outcome: 'success' as const,
  }));
  const events = [...proven, ...own].map((each, i) => ({ number: i + 1, ...each }));
  return { kind: 'renxin-process-events', schema: 1, archive: about.archive, events };
}

function told(path: string, { command, header }: CommandEvidence) {
  return {
    type: 'ledger-command' as const,
    detail: `${command.contract}.${command.operation}`,
    at: header.time,
    agent: header.ledger,
    outcome: 'success' as const,
    evidence: EVIDENCE + path,
  };
}
