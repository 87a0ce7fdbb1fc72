import type { FileCode } from '@renxin/wallets/api';

/** A file that is no import, whatever its rows say. Holds nothing of the file. */
export class FileFault extends Error {
  readonly code: FileCode;

  constructor(code: FileCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'FileFault';
    this.code = code;
  }
}
