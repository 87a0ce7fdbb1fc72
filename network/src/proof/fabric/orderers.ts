import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from '../error.js';
import { sameBytes } from '../merkle.js';
import { quorumOf, standingAt, type FabricAnchor } from './anchor.js';
import { bytesOf, concat, fabricHeaderHash, headerBytes } from './block-header.js';
import type { SignedFabricHeader } from './format.js';
import { certificateOf, isSignedBy, readIdentity } from './identity.js';
import * as read from './messages.js';

const NONCE_LENGTH = 24;

/**
 * Counts the orderers of the anchor that signed a header. Block 0 is not signed: it is the anchor's own or none.
 * @returns the organisations of the orderers that signed
 * @throws ProofError PROOF_FORMAT, HEADER_SIGNATURE for a signature of a known orderer that does not hold,
 *   ORDERERS_TOO_FEW, LEDGER_FORKED for another block 0
 */
export function orderersOf(
  provider: CryptoProvider,
  anchor: FabricAnchor,
  { header, metadata }: SignedFabricHeader,
): string[] {
  if (header.height === 0) {
    if (fabricHeaderHash(provider, header) !== anchor.genesis) throw new ProofError('LEDGER_FORKED');
    return [];
  }
  const standing = standingAt(anchor.orderers, header.height);
  const { value, signatures } = read.readMetadata(bytesOf(metadata));
  read.readOrdererBlockMetadata(value);
  const signed = new Map<number, string>();
  for (const bytes of signatures) {
    const { signatureHeader, signature, identifierHeader } = read.readMetadataSignature(bytes);
    const bft = identifierHeader.length > 0;
    // One form for each consensus: with the other one a single orderer's word would pass for a quorum's part.
    if (bft !== (anchor.consensus === 'bft') || bft === signatureHeader.length > 0) {
      throw new ProofError('PROOF_FORMAT');
    }
    const orderer = bft
      ? standing.find(({ consenterId }) => consenterId === identifierOf(identifierHeader))
      : standing.find((each) => isCreator(each, signatureHeader));
    if (orderer === undefined) continue;
    const message = concat(value, bft ? identifierHeader : signatureHeader, headerBytes(header));
    const { key } = certificateOf(orderer.certificate);
    if (!isSignedBy(provider, key, message, signature)) throw new ProofError('HEADER_SIGNATURE');
    signed.set(orderer.consenterId, orderer.organisation);
  }
  const ids = new Set(standing.map(({ consenterId }) => consenterId));
  if (standing.length === 0 || signed.size < quorumOf(anchor.consensus, ids.size)) {
    throw new ProofError('ORDERERS_TOO_FEW');
  }
  return [...new Set(signed.values())].sort();
}

/** The length of the nonce is fixed, so that what was signed can be cut into its parts in one way only. */
function identifierOf(identifierHeader: Uint8Array): number {
  const { identifier, nonce } = read.readIdentifierHeader(identifierHeader);
  if (nonce.length !== NONCE_LENGTH) throw new ProofError('PROOF_FORMAT');
  return identifier;
}

function isCreator(orderer: FabricAnchor['orderers'][number], signatureHeader: Uint8Array): boolean {
  const { creator, nonce } = read.readSignatureHeader(signatureHeader);
  if (nonce.length !== NONCE_LENGTH) throw new ProofError('PROOF_FORMAT');
  const { organisation, certificate } = readIdentity(creator);
  return (
    organisation === orderer.organisation &&
    sameBytes(certificate.der, certificateOf(orderer.certificate).der)
  );
}
