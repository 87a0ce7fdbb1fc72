import type { JsonObject } from '@renxin/chaincode/canonical';
import type { AnyCode } from './codes.js';
import type { Fault } from './faults.js';

/** What a refusal may carry besides its code. Nothing here may hold personal data. */
export interface RefusalDetails {
  /** A constant phrase for people; nobody branches on it. */
  readonly detail?: string;
  /** What is wrong, by JSON pointer (RFC 6901), never the values. */
  readonly faults?: readonly Fault[];
  /** Further members of the problem, named by the code's documentation. */
  readonly members?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The gateway says no, with a stable code. Anything else thrown, `ContractError` and `LedgerError` aside, is a fault: 500. */
export class Refusal extends Error {
  readonly code: AnyCode;
  readonly details: RefusalDetails;

  constructor(code: AnyCode, details: RefusalDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}
