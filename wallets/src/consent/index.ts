export * as citizen from './citizen.js';
export { ConsentRefused, type Agreement, type ConsentCode, type ConsentScene } from './citizen.js';
export { isNoticeOf, noticeOf } from './notice.js';
export { commitTo, opens, type Opened } from './opening.js';
export * as recipient from './recipient.js';
export type { Asked } from './recipient.js';
