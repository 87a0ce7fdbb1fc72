/** The rules of a labor contract's life: functions of (record, message, time), with no ledger in them. */
export { assertMayExport, exported, held, released } from './custody.js';
export { acknowledged, delivered } from './delivery.js';
export { disposed, dissolved, signersOf } from './ending.js';
export { handedOver } from './hand-over.js';
export { disclosed, drafted, locked, refused, revised } from './preparation.js';
export { assertRenewable, renewed } from './renewal.js';
export { amended, concluded, type Signed, type Signing } from './signing.js';
