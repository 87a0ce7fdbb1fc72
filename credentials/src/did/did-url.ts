/** A DID URL (DID 1.1 section 3.2) in its parts; query and fragment without their marks, decoded where they are values. */
export interface DidUrl {
  readonly did: string;
  readonly path: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly fragment?: string;
}

const LONGEST = 2048;
const SYNTAX =
  /^(did:[a-z0-9]+:(?:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*:)*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+)((?:\/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*)(\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$/;

/** Reads a DID URL; undefined when it is none, or names a parameter twice. */
export function readDidUrl(text: string): DidUrl | undefined {
  if (text.length > LONGEST) return undefined;
  const [, did, path = '', query = '', fragment] = SYNTAX.exec(text) ?? [];
  if (did === undefined) return undefined;
  const entries = [...new URLSearchParams(query)];
  const parameters = new Map(entries);
  if (parameters.size !== entries.length) return undefined;
  return { did, path, parameters, ...(fragment !== undefined && { fragment: fragment.slice(1) }) };
}
