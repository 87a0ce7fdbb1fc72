export {
  envelopCredential,
  isEnveloped,
  openEnvelope,
  type EnvelopeKey,
  type EnvelopeKind,
  type Opened,
} from './envelope.js';
