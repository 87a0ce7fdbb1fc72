import type { IdempotentAnswers } from './idempotency/idempotent-answers.js';
import type { Sessions } from './session/index.js';
import type { RecordStore } from './store/index.js';

/** What the handlers of one organisation work with. Constructed in compose.ts; a use case is added as a member here. */
export interface Services {
  readonly store: RecordStore;
  readonly sessions: Sessions;
  readonly idempotency: IdempotentAnswers;
}
