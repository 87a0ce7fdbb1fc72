import { XmlError, type XmlCode } from '../xml/index.js';
import { ZipError, type ZipCode } from '../zip/index.js';

export type OfdCode = ZipCode | XmlCode | 'OFD_FORMAT' | 'OFD_CLOSED' | 'STAMP_PLACE';

/** An OFD that is refused, or to which something cannot be added. */
export class OfdError extends Error {
  readonly code: OfdCode;
  /** The file of the package that is to blame. */
  readonly path: string | undefined;
  constructor(code: OfdCode, path?: string, options?: ErrorOptions) {
    super(code, options);
    this.name = 'OfdError';
    this.code = code;
    this.path = path;
  }
}

/** Runs a reader of this room's; what it refuses is a refusal of the file. */
export function refusing<T>(path: string | undefined, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof XmlError || error instanceof ZipError)
      throw new OfdError(error.code, path, { cause: error });
    throw error;
  }
}
