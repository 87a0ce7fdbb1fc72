/** Hands a file to the browser to be kept. */
export function saveBytes(name: string, bytes: Uint8Array, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function saveJson(name: string, value: unknown): void {
  saveBytes(name, new TextEncoder().encode(JSON.stringify(value, null, 2)), 'application/json');
}
