export { OpenidError, type OpenidCode } from '../openid/codes.js';
export { HeldCopies, type HeldCopy } from '../openid/held-copies.js';
export type { ClientOptions, Fetch } from '../openid/library.js';
export { begin, type BeginOptions, type Begun } from './authorise.js';
export { openOffer, type Offer, type OfferedConfiguration } from './offer.js';
export {
  accessByCode,
  receive,
  refreshed,
  type Access,
  type Awaited,
  type BindingKey,
  type Received,
  type ReceiveOptions,
} from './receive.js';
