/**
 * What a province's own system holds of a person, beside what stands on the ledger: certificates that the province issued
 * and never put there. It is asked, never written to; what it says is the province's word alone.
 */
export interface ProvincialRegister {
  /**
   * Answers within its time, or not at all.
   * @param citizenNumber in upper case
   * @throws RegisterUnavailable when the whole answer cannot be had: part of it is none
   */
  ofPerson(citizenNumber: string): Promise<RegisterAnswer>;
  close(): Promise<void>;
}

export interface RegisterAnswer {
  readonly certificates: readonly RegisterEntry[];
  /** Rows that are not in the form that the mapping promises: they are there, and cannot be told. */
  readonly unreadable: number;
}

export interface RegisterEntry {
  /** The type's word. */
  readonly type: string;
  /** 证书编号. */
  readonly number: string;
  /** Dates in China. */
  readonly issuedOn: string;
  readonly validUntil?: string;
  /** 证照状态 01 to 07 and 99, where the system says one. */
  readonly nationalState?: string;
}

/**
 * `REGISTER_WRITABLE`: the account may write, so it is not used. `state` is what the database calls the fault (SQLSTATE),
 * never its words, which repeat what was asked.
 */
export type RegisterCode =
  | 'REGISTER_UNREACHABLE'
  | 'REGISTER_TIMEOUT'
  | 'REGISTER_TOO_MANY'
  | 'REGISTER_WRITABLE'
  | 'REGISTER_REFUSED';

export class RegisterUnavailable extends Error {
  readonly code: RegisterCode;
  readonly state: string | undefined;
  constructor(code: RegisterCode, state?: string) {
    super(code);
    this.name = 'RegisterUnavailable';
    this.code = code;
    this.state = state;
  }
}
