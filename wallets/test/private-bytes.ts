/** All forms in which a private key would be recognised: PKCS#8 and the scalar in it, raw and in the usual texts. */
export function formsOf(pkcs8: Uint8Array): Buffer[] {
  const whole = Buffer.from(pkcs8);
  const at = whole.indexOf(Buffer.from([0x04, 0x20]));
  if (at < 0) throw new Error('no private key in it');
  return [whole, whole.subarray(at + 2, at + 34)].flatMap((bytes) => [
    bytes,
    Buffer.from(bytes.toString('base64url')),
    Buffer.from(bytes.toString('base64').replace(/=+$/, '')),
    Buffer.from(bytes.toString('hex')),
  ]);
}
