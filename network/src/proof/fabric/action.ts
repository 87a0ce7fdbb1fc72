import { toBase64url, toHex } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from '../error.js';
import { sameBytes } from '../merkle.js';
import { bytesOf, concat } from './block-header.js';
import { CHAINCODE } from './anchor.js';
import type { EndorsedAction } from './format.js';
import { isSignedBy, readIdentity, type Identity } from './identity.js';
import * as read from './messages.js';
import { readWritesOf, type ReadWrites } from './read-writes.js';

/** What endorsers signed. Their signatures hold; whose peers they are, `standBehind` asks. */
export interface ActionEvidence extends ReadWrites {
  readonly channel: string;
  readonly txId: string;
  /** The proposal's time, ISO 8601. */
  readonly time: string;
  readonly creator: Identity;
  /** The function's name and its arguments. */
  readonly args: readonly Uint8Array[];
  /** What the chaincode answered. */
  readonly answer: Uint8Array;
  /** `peer.ChaincodeEvent`, empty when there is none. */
  readonly event: Uint8Array;
  readonly endorsers: readonly Identity[];
}

const ENDORSER_TRANSACTION = 3;

/**
 * Opens an endorsed action of our chaincode: its parts belong together, and every endorsement is a signature over them.
 * @throws ProofError PROOF_FORMAT, ENDORSEMENT_SIGNATURE
 */
export function openAction(provider: CryptoProvider, action: EndorsedAction): ActionEvidence {
  const [channelHeader, signatureHeader, proposal, response] = [
    bytesOf(action.channelHeader),
    bytesOf(action.signatureHeader),
    bytesOf(action.proposal),
    bytesOf(action.response),
  ];
  const channel = read.readChannelHeader(channelHeader);
  const { creator, nonce } = read.readSignatureHeader(signatureHeader);
  const named = chaincodeName(read.readChaincodeHeaderExtension(channel.extension).chaincodeId);
  const { args, name } = invocation(proposal);
  const { proposalHash, extension } = read.readProposalResponsePayload(response);
  const done = read.readChaincodeAction(extension);
  const answer = read.readResponse(done.response);
  const fits =
    channel.type === ENDORSER_TRANSACTION &&
    channel.epoch === 0 &&
    channel.txId === toHex(provider.hash('SHA-256', nonce, creator)) &&
    sameBytes(proposalHash, provider.hash('SHA-256', channelHeader, signatureHeader, proposal)) &&
    [named, name, chaincodeName(done.chaincodeId)].every((each) => each === CHAINCODE) &&
    answer.status === 200;
  if (!fits) throw new ProofError('PROOF_FORMAT');
  const endorsers = action.endorsements.map((endorsement) => {
    const endorser = bytesOf(endorsement.endorser);
    const identity = readIdentity(endorser);
    const message = concat(response, endorser);
    const { key } = identity.certificate;
    if (!isSignedBy(provider, key, message, bytesOf(endorsement.signature))) {
      throw new ProofError('ENDORSEMENT_SIGNATURE');
    }
    return identity;
  });
  return {
    channel: channel.channelId,
    txId: channel.txId,
    time: read.readTimestamp(channel.timestamp),
    creator: readIdentity(creator),
    args,
    answer: answer.payload,
    event: done.events,
    endorsers,
    ...readWritesOf(done.results),
  };
}

/**
 * The one action of a transaction's envelope, with its creator's signature checked.
 * @throws ProofError PROOF_FORMAT, ENDORSEMENT_SIGNATURE
 */
export function openEnvelope(provider: CryptoProvider, envelope: Uint8Array): ActionEvidence {
  const { payload, signature } = read.readEnvelope(envelope);
  const evidence = openAction(provider, actionOf(payload));
  if (!isSignedBy(provider, evidence.creator.certificate.key, payload, signature)) {
    throw new ProofError('ENDORSEMENT_SIGNATURE');
  }
  return evidence;
}

/** The endorsed action in the payload of an envelope, also of one that nobody has signed yet. @throws ProofError PROOF_FORMAT */
export function actionOf(payload: Uint8Array): EndorsedAction {
  const { header, data } = read.readPayload(payload);
  const { channelHeader, signatureHeader } = read.readHeader(header);
  const [only, ...others] = read.readTransaction(data).actions;
  if (only === undefined || others.length > 0) throw new ProofError('PROOF_FORMAT');
  const action = read.readTransactionAction(only);
  if (!sameBytes(action.header, signatureHeader)) throw new ProofError('PROOF_FORMAT');
  const { proposal, action: endorsed } = read.readChaincodeActionPayload(action.payload);
  const { response, endorsements } = read.readEndorsedAction(endorsed);
  return {
    channelHeader: toBase64url(channelHeader),
    signatureHeader: toBase64url(signatureHeader),
    proposal: toBase64url(proposal),
    response: toBase64url(response),
    endorsements: endorsements.map((bytes) => {
      const { endorser, signature } = read.readEndorsement(bytes);
      return { endorser: toBase64url(endorser), signature: toBase64url(signature) };
    }),
  };
}

function invocation(proposal: Uint8Array): { args: readonly Uint8Array[]; name: string } {
  const spec = read.readChaincodeSpec(read.readInvocationSpec(read.readProposalPayload(proposal).input).spec);
  const { args, decorations, isInit } = read.readChaincodeInput(spec.input);
  if (decorations.length > 0 || isInit !== 0) throw new ProofError('PROOF_FORMAT');
  return { args, name: chaincodeName(spec.chaincodeId) };
}

function chaincodeName(chaincodeId: Uint8Array): string {
  return read.readChaincodeId(chaincodeId).name;
}
