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

const LARGEST = 4096;
const latin1 = new TextDecoder('latin1');
const certificates = new Latest<Certificate>(512);
const lists = new WeakMap<Uint8Array, RevocationList>();
