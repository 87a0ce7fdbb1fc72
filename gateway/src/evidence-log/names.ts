/** Where an organisation's log and witness are found, by the ledger's name: docs/formats/evidence-log.md */

export function originOf(ledger: string, organisation: string): string {
  return `${ledger}/logs/${organisation}`;
}

export function witnessNameOf(ledger: string, organisation: string): string {
  return `${ledger}/witnesses/${organisation}`;
}

/** The organisation whose log this is; undefined for any other origin. */
export function logOfOrigin(ledger: string, origin: string): string | undefined {
  const prefix = originOf(ledger, '');
  const organisation = origin.startsWith(prefix) ? origin.slice(prefix.length) : '';
  return /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])$/.test(organisation) ? organisation : undefined;
}
