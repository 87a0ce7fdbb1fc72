import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

/**
 * What a chaincode process is told: it is started as `node <chaincodeMain> <settings.json>`, one for each organisation,
 * serves its own organisation's peer alone (TLS on both sides) and ends on SIGTERM.
 */
export const chaincodeSettings = z.strictObject({
  schema: z.literal(1),
  /** The channel, which is the ledger's name. */
  channel: z.string().min(1),
  organisation: z.string().min(1),
  /** The package id that the peer asks for (`CORE_CHAINCODE_ID_NAME` of Fabric's own documents). */
  chaincodeId: z.string().min(1),
  /** Where to listen, `host:port`. */
  address: z.string().regex(/^.+:\d{1,5}$/),
  tls: z.strictObject({
    keyFile: z.string().min(1),
    certificateFile: z.string().min(1),
    /** Only clients with a certificate of this root are served: the organisation's TLS authority. */
    clientRootFile: z.string().min(1),
  }),
  /** A proposal farther than this from the host's own clock is refused with `LEDGER_CLOCK`. */
  maxClockSkewSeconds: z.int().min(1).max(3600),
});
export type ChaincodeSettings = z.infer<typeof chaincodeSettings>;

/**
 * Reads a settings file; paths in it may be relative to it.
 * @throws ZodError or SyntaxError for a file of another shape
 */
export async function readChaincodeSettings(file: string): Promise<ChaincodeSettings> {
  const settings = chaincodeSettings.parse(JSON.parse(await readFile(file, 'utf8')));
  const from = (path: string) => resolve(dirname(file), path);
  const { keyFile, certificateFile, clientRootFile } = settings.tls;
  const tls = {
    keyFile: from(keyFile),
    certificateFile: from(certificateFile),
    clientRootFile: from(clientRootFile),
  };
  return { ...settings, tls };
}
