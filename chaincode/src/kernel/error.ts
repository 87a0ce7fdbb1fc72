import type { JsonObject } from '../canonical/index.js';
import type { ContractCode } from './codes.js';

/** A refusal: the rules say no. It has a stable code and members that hold no personal data. Anything else thrown is a fault. */
export class ContractError extends Error {
  readonly code: ContractCode;
  readonly members: JsonObject;

  constructor(code: ContractCode, members: JsonObject = {}) {
    super(code);
    this.name = 'ContractError';
    this.code = code;
    this.members = members;
  }
}

/** A defect of a contract or of stored data: the kernel's guard tripped. Never a refusal, never recorded. */
export class ContractFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContractFault';
  }
}
