export { generateBbsSigner } from './bbs-signer.js';
export {
  derive,
  isSelective,
  selectiveSuites,
  type DeriveOptions,
  type SelectiveName,
  type SelectiveOptions,
} from './suites.js';
