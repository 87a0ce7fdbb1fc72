/** Where things stand in LevelDB. The letter is in docs/formats/ledger.md. */
export const META = 'ledger';

export function headerKey(height: number): string {
  return `header:${hex(height, 12)}`;
}

export function commandKey(height: number, index: number): string {
  return `command:${hex(height, 12)}:${hex(index, 4)}`;
}

export function txKey(txId: string): string {
  return `tx:${txId}`;
}

export function historyKey(level: number, index: number): string {
  return `history:${hex(level, 2)}:${hex(index, 12)}`;
}

export function recordStoreKey(key: string): string {
  return `record:${key}`;
}

/** `path` is the page's place: one hexadecimal digit for each level below the root. */
export function pageKey(path: string): string {
  return `page:${path}`;
}

/** Every kind of key, in the order in which LevelDB keeps them; {@link META} stands between history and page. */
export const kinds = ['command', 'header', 'history', 'page', 'record', 'tx'] as const;
export type Kind = (typeof kinds)[number];

/** All keys of one kind. */
export function rangeOf(kind: Kind): { from: string; to: string } {
  return { from: `${kind}:`, to: `${kind};` };
}

/** The commands of one block. */
export function commandsOf(height: number): { from: string; to: string } {
  return { from: `command:${hex(height, 12)}:`, to: `command:${hex(height, 12)};` };
}

export function heightOf(key: string): number {
  return Number.parseInt(key.slice(key.indexOf(':') + 1, key.indexOf(':') + 13), 16);
}

function hex(n: number, digits: number): string {
  return n.toString(16).padStart(digits, '0');
}
