/** Whether a file's root element is called Signature: it claims to sign this document. */
export function looksLikeSignature(bytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 16_384));
  const begin = head
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .replace(/<\?[^>]*\?>|<!--[^]*?-->/g, '')
    .trimStart();
  return /^<(?:[^\s:<>/]+:)?Signature[\s/>]/.test(begin);
}
