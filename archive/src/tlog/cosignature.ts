/** c2sp.org/tlog-cosignature, Ed25519: a witness saw this checkpoint, consistent with all before it, at a time. */

/** Seconds since the epoch, and the signature of 64 bytes; undefined for another form. */
export function readCosignature(bytes: Uint8Array): { time: number; bytes: Uint8Array } | undefined {
  if (bytes.length !== 72) return undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  if (time === 0n || time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return { time: Number(time), bytes: bytes.subarray(8) };
}

/** `timestamped_signature`: eight bytes of time, then the signature. */
export function cosignatureBytes(time: number, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + signature.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  bytes.set(signature, 8);
  return bytes;
}

/** What is signed: a header line, the time, and the checkpoint's text to its last newline. */
export function cosignedMessage(text: Uint8Array, time: number): Uint8Array {
  const head = new TextEncoder().encode(`cosignature/v1\ntime ${time}\n`);
  const message = new Uint8Array(head.length + text.length);
  message.set(head);
  message.set(text, head.length);
  return message;
}
