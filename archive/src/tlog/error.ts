export const tlogCodes = [
  'NOTE_FORMAT',
  'NOTE_KEY',
  'NOTE_SIGNATURE',
  'NOTE_UNSIGNED',
  'CHECKPOINT_FORMAT',
  'TILE_FORMAT',
  'LOG_PROOF_FORMAT',
  'ADD_CHECKPOINT_FORMAT',
] as const;
export type TlogCode = (typeof tlogCodes)[number];

/** Something of a log is not what it has to be. */
export class TlogError extends Error {
  readonly code: TlogCode;
  constructor(code: TlogCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'TlogError';
    this.code = code;
  }
}
