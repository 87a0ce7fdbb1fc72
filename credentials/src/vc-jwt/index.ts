export {
  envelopCredential,
  isEnveloped,
  openEnvelope,
  type EnvelopeKey,
  type EnvelopeKind,
  type Opened,
} from './envelope.js';
export { readJws, requireSignature, signJws, type Jws, type JwsSigner } from './jws.js';
