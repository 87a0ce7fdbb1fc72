import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rsaKeyOfSpki } from '../../src/crypto/index.js';
import { nativeProvider as provider } from '../../src/crypto/native.js';
import { OcspUnsuccessful, readOcspRequest, readOcspResponse } from '../../src/ocsp/index.js';
import { openRequest, PkiError } from '../../src/pki/index.js';
import { signerCertificateOf } from '../../src/pdf/index.js';
import { readTimeStampRequest } from '../../src/tsa/index.js';
import {
  DerError,
  readCertificate,
  readRevocationList,
  verifyChain,
  verifyDocumentSignature,
  verifyOcspResponse,
  verifyTimeStampToken,
} from '../../src/verify/index.js';
import { timely } from '../fuzzing/timely.js';

/** Genuine inputs and findings of former runs. */
export const CORPUS = fileURLToPath(new URL('../../../test/corpus/der/', import.meta.url));

export function corpus(): Uint8Array[] {
  return readdirSync(CORPUS)
    .sort()
    .map((name) => new Uint8Array(readFileSync(join(CORPUS, name))));
}

const AT = new Date('2026-03-01T00:00:00.000Z');
const genuine = (name: string): Uint8Array => new Uint8Array(readFileSync(join(CORPUS, name)));
let trusted:
  { readonly root: Uint8Array; readonly province: Uint8Array; readonly person: Uint8Array } | undefined;

/**
 * Gives the bytes to every reader of DER. @throws Error when one of them fails in another way than by its code, or all take
 * more than a second of processor time.
 */
export function attack(bytes: Uint8Array): void {
  timely(() => read(bytes));
}

function read(bytes: Uint8Array): void {
  trusted ??= {
    root: genuine('root.certificate.bin'),
    province: genuine('province.certificate.bin'),
    person: genuine('person.certificate.bin'),
  };
  const { root, province, person } = trusted;
  for (const read of [
    readCertificate,
    readRevocationList,
    readOcspRequest,
    readOcspResponse,
    readTimeStampRequest,
    signerCertificateOf,
  ])
    quietly(() => void read(bytes));
  quietly(() => void openRequest(bytes, provider));
  rsaKeyOfSpki(bytes);
  const common = { roots: [root], provider } as const;
  verifyChain({ ...common, leaf: bytes, intermediates: [province], at: AT, crls: [], use: 'document' });
  verifyChain({ ...common, leaf: person, intermediates: [bytes], at: AT, crls: [], use: 'document' });
  verifyChain({ ...common, leaf: person, intermediates: [province], at: AT, crls: [bytes], use: 'document' });
  verifyDocumentSignature({ ...common, cms: bytes, document: new Uint8Array(3), at: AT });
  verifyTimeStampToken({ ...common, token: bytes, stamped: { data: new Uint8Array(3) }, now: AT });
  verifyOcspResponse({ provider, response: bytes, certificate: person, issuer: province, at: AT, now: AT });
}

function quietly(read: () => void): void {
  try {
    read();
  } catch (error) {
    const expected = [DerError, OcspUnsuccessful, PkiError].some((kind) => error instanceof kind);
    if (!expected) throw error;
  }
}
