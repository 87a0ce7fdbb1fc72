export { actionOf, openAction, openEnvelope, type ActionEvidence } from './action.js';
export * from './anchor.js';
export { readFabricBlock, type FabricBlock } from './block.js';
export { fabricHeaderHash } from './block-header.js';
export * from './chaincode.js';
export {
  commandsOf,
  verifyFabricCommandProof,
  type FabricCommandEvidence,
  type FabricHeaderEvidence,
} from './command.js';
export { verifyFabricConsistencyProof, type FabricConsistencyEvidence } from './consistency.js';
export * from './format.js';
export { LONGEST_CHAIN, signedFabricHeader } from './schemas.js';
export { standBehind, type Standing } from './standing.js';
export { verifyFabricStateProof, type FabricStateEvidence } from './state.js';
