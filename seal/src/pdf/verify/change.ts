import type { Ref } from '../syntax/objects.js';

export type ChangeCode =
  | 'CHANGE_CONTENT'
  | 'CHANGE_CATALOG'
  | 'CHANGE_FORM'
  | 'CHANGE_FIELD'
  | 'CHANGE_ANNOTATION'
  | 'CHANGE_REMOVED'
  | 'CHANGE_REVIVED'
  | 'CHANGE_AFTER_LAST';

/** What one revision adds, when all of it is allowed after a signature. */
export interface Changes {
  /** Fields that have a signature or time-stamp now. */
  readonly signed: readonly Ref[];
  readonly validationData: boolean;
  readonly metadata: boolean;
}

/** A revision changed what a signature before it covers. */
export class ForbiddenChange extends Error {
  readonly code: ChangeCode;
  /** Number of the object; 0 for the trailer. */
  readonly object: number;
  constructor(code: ChangeCode, object: number) {
    super(code);
    this.code = code;
    this.object = object;
  }
}
