/** The trust file that this platform serves; null when it does not. */
export async function platformTrust(): Promise<Uint8Array | null> {
  const response = await fetch('/trust.json').catch(() => null);
  return response?.ok === true ? new Uint8Array(await response.arrayBuffer()) : null;
}
