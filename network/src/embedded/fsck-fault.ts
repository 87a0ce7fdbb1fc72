/** What fsck finds. A name here is a promise. */
export const fsckCodes = [
  /** LevelDB cannot read the directory, or it is none of LevelDB's. */
  'DATABASE_UNREADABLE',
  /** The directory does not say which ledger it holds. */
  'LEDGER_UNNAMED',
  'HEADER_MISSING',
  'HEADER_FORMAT',
  'HEADER_SIGNATURE',
  'OPERATOR_UNKNOWN',
  'LEDGER_OTHER',
  /** A header does not name the one before it. */
  'HEADER_CHAIN',
  'HEADER_TIME',
  'COMMAND_MISSING',
  'COMMAND_FORMAT',
  /** The commands are not those under the header. */
  'COMMANDS_ROOT',
  /** A command's own account of its block is wrong. */
  'COMMAND_PLACE',
  /** Executed again, the rules refuse it. */
  'COMMAND_REFUSED',
  /** Executed again, it gives another result or event. */
  'COMMAND_RESULT',
  'STATE_ROOT',
  'HISTORY_ROOT',
  'RECORD_DIFFERS',
  'PAGE_DIFFERS',
  'INDEX_DIFFERS',
  /** Something is stored that belongs to no block. */
  'ENTRY_UNKNOWN',
] as const;
export type FsckCode = (typeof fsckCodes)[number];

export interface FsckPlace {
  readonly height?: number;
  readonly index?: number;
  readonly key?: string;
}

/** The first fault ends the proof. */
export class FsckFault extends Error {
  readonly code: FsckCode;
  readonly place: FsckPlace;
  constructor(code: FsckCode, place: FsckPlace = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'FsckFault';
    this.code = code;
    this.place = place;
  }
}
