export { LEAST_BITS, MOST_BITS, StatusBits } from './bits.js';
export {
  IndexAllocator,
  type IndexAllocatorOptions,
  type IndexStore,
  type StatusPlace,
} from './index-allocator.js';
export { isMessageEntry, messageOf } from './message.js';
export { sizeOf, statusMessages, statusReference, type StatusMessages } from './message-texts.js';
export {
  readStatusList,
  statusEntry,
  statusesOf,
  statusListCredential,
  statusOf,
  type AnyStatusEntry,
  type StatusList,
  type StatusListContent,
  type StatusOptions,
  type StatusPurpose,
} from './status-list.js';
