import type { SeenOnce } from '../session/seen-once.js';
import type { StatusBook } from './status-book.js';
import type { Vcalm } from './vcalm.js';

/** What the routes of VCALM work with. */
export interface VcalmServices {
  readonly vcalm: Vcalm;
  readonly status: StatusBook;
  /** Challenges that were answered here. */
  readonly answered: SeenOnce;
}
