import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from './error.js';
import type { CommandRecord } from './format.js';
import { headerEvidence, type HeaderEvidence } from './header.js';
import { leafHash, rootFromInclusion } from './merkle.js';
import { ledgerProof, parseProof } from './schemas.js';

export interface CommandEvidence extends HeaderEvidence {
  readonly command: CommandRecord;
}

/**
 * Checks that the command stands in the block under the header (bytes or value). The header's signature is checked
 * against the key beside it; whether that key is an operator's, {@link verifySignedHeader} or `assertOperator` tells.
 * @throws ProofError PROOF_FORMAT, HEADER_SIGNATURE, COMMAND_NOT_IN_BLOCK
 */
export function verifyCommandProof(provider: CryptoProvider, proof: unknown): CommandEvidence {
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
