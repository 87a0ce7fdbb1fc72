import { Latest } from '../crypto/latest.js';
import { readCertificate, readRevocationList, type Certificate, type RevocationList } from '../x509/index.js';

/**
 * Certificates come back with every seal: each is read once, and known by its bytes. Whether a signature holds is not
 * remembered here: that is `rememberVerified`.
 * @throws DerError
 */
export function knownCertificate(der: Uint8Array): Certificate {
  if (der.length > LARGEST) return readCertificate(der);
  const found = certificates.of(latin1.decode(der), () => readCertificate(Uint8Array.from(der)));
  return found ?? readCertificate(der);
}

/** A list that a caller gives with every call, read once for as long as the caller keeps it unchanged. @throws DerError */
export function givenList(der: Uint8Array): RevocationList {
  const list = lists.get(der) ?? readRevocationList(der);
  lists.set(der, list);
  return list;
}

/**
 * A seal comes back with every signature: one that was read lately is known by its bytes, every one of them compared.
 * @throws what `read` throws
 */
export function knownSeal<S extends object>(der: Uint8Array, read: (der: Uint8Array) => S): S {
  if (der.length > LARGEST_SEAL) return read(der);
  // A seal ends with its signature: no two have the same, but who forges one may copy it.
  const end = latin1.decode(der.subarray(-END));
  const text = latin1.decode(der);
  const known = seals.get(end);
  seals.delete(end);
  const kept = known?.text === text ? known : { text, seal: read(Uint8Array.from(der)) };
  seals.set(end, kept);
  const [oldest] = seals.keys();
  if (seals.size > SEALS && oldest !== undefined) seals.delete(oldest);
  return kept.seal as S;
}

const SEALS = 256;
const LARGEST_SEAL = 2 ** 16;
const END = 64;
/** By their last bytes; the text has every byte as a character, which is compared faster than bytes are. */
const seals = new Map<string, { readonly text: string; readonly seal: object }>();
const LARGEST = 4096;
const latin1 = new TextDecoder('latin1');
const certificates = new Latest<Certificate>(512);
const lists = new WeakMap<Uint8Array, RevocationList>();
