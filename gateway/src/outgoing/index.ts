export { createOutgoing, OutgoingError, type Outgoing, type OutgoingRequest } from './outgoing.js';
export { isPublicAddress } from './public-address.js';
