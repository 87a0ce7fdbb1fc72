import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from './error.js';
import type { CommandRecord } from './format.js';
import { verifyFabricCommandProof, type FabricCommandEvidence } from './fabric/command.js';
import { headerEvidence, type EmbeddedHeaderEvidence } from './header.js';
import { leafHash, rootFromInclusion } from './merkle.js';
import { isOfFabric, ledgerProof, parseProof } from './schemas.js';

/** A command that was shown, on either kind of ledger. */
export type CommandEvidence = EmbeddedCommandEvidence | FabricCommandEvidence;

export interface EmbeddedCommandEvidence extends EmbeddedHeaderEvidence {
  readonly command: CommandRecord;
}

/**
 * Checks a proof of a command (bytes or value) of either kind of ledger by itself; whom to believe is asked after it,
 * with `assertOperator` or `standBehind`.
 * @throws ProofError as {@link verifyEmbeddedCommandProof} and `verifyFabricCommandProof`
 */
export function verifyCommandProof(provider: CryptoProvider, proof: unknown): CommandEvidence {
  return isOfFabric(proof)
    ? verifyFabricCommandProof(provider, proof)
    : verifyEmbeddedCommandProof(provider, proof);
}

/**
 * Checks that the command stands in the block under the header (bytes or value). The header's signature is checked
 * against the key beside it; whether that key is an operator's, {@link verifySignedHeader} or `assertOperator` tells.
 * @throws ProofError PROOF_FORMAT, HEADER_SIGNATURE, COMMAND_NOT_IN_BLOCK
 */
export function verifyEmbeddedCommandProof(
  provider: CryptoProvider,
  proof: unknown,
): EmbeddedCommandEvidence {
  const { signed, command, path } = parseProof(ledgerProof, proof);
  const evidence = headerEvidence(provider, signed);
  const { header } = evidence;
  if (command.txId !== header.txId || command.time !== header.time)
    throw new ProofError('COMMAND_NOT_IN_BLOCK');
  const hash = (bytes: Uint8Array) => provider.hash('SM3', bytes);
  const leaf = leafHash(hash, canonicalBytes(command));
  const siblings = path.map((text) => fromBase64url(text) ?? new Uint8Array());
  const root = rootFromInclusion(hash, leaf, command.index, header.commands.count, siblings);
  if (root === undefined || toBase64url(root) !== header.commands.root) {
    throw new ProofError('COMMAND_NOT_IN_BLOCK');
  }
  return { ...evidence, command };
}
