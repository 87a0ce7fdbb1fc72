import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Connection } from './connection.js';
import { ConnectionError } from './connection-error.js';

/** In whose name a gateway acts. */
export interface GatewayIdentity {
  readonly organisation: string;
  /** PEM, as peers are told. */
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}

/** @throws ConnectionError CONNECTION_IDENTITY, CONNECTION_IDENTITY_EXPIRED */
export async function readIdentity(
  { organisation, identity: { certificateFile, keyFile } }: Connection,
  now: Date,
): Promise<GatewayIdentity> {
  const [certificate, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]).catch(
    (error: unknown) => {
      throw refused(`the certificate or key of ${organisation} cannot be read`, error);
    },
  );
  let read: { x509: X509Certificate; key: KeyObject };
  try {
    read = { x509: new X509Certificate(certificate), key: createPrivateKey(key) };
  } catch (error) {
    throw refused(`the certificate or key of ${organisation} is not PEM`, error);
  }
  if (!read.x509.checkPrivateKey(read.key)) {
    throw refused(`the key in ${keyFile} is not that of ${certificateFile}`);
  }
  const [from, to] = [Date.parse(read.x509.validFrom), Date.parse(read.x509.validTo)];
  if (now.getTime() < from || now.getTime() > to) {
    throw new ConnectionError(
      'CONNECTION_IDENTITY_EXPIRED',
      `${certificateFile} is valid from ${read.x509.validFrom} to ${read.x509.validTo}: renew it (docs/operations/fabric.md) or set the clock`,
    );
  }
  return { organisation, certificate, key: read.key };
}

function refused(message: string, cause?: unknown): ConnectionError {
  return new ConnectionError('CONNECTION_IDENTITY', message, { cause });
}
