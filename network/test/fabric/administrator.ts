import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { NodeLayout, OrganisationLayout } from '../../src/fabric/network/layout.js';

/** Has openssl issue an administrator's certificate by an organisation's authority, as its own certificate service would. */
export async function issueAdministrator(
  authority: OrganisationLayout,
  admin: NodeLayout,
  directory: string,
): Promise<void> {
  const at = (file: string) => join(directory, relative(admin.directory, file));
  await rm(directory, { recursive: true, force: true });
  const [key, certificate] = [at(admin.keyFile), at(admin.certificateFile)];
  await mkdir(dirname(key), { recursive: true });
  await mkdir(dirname(certificate), { recursive: true });
  const openssl = (args: string[]) => promisify(execFile)('openssl', args);
  const request = join(directory, 'request');
  const subject = `/C=US/ST=California/L=San Francisco/OU=admin/CN=${admin.commonName}`;
  await openssl([
    ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', key, '-out', request, '-subj', subject],
  ]);
  await writeFile(`${request}.ext`, 'keyUsage=critical,digitalSignature\nauthorityKeyIdentifier=keyid\n');
  // openssl writes a serial file beside the authority's certificate unless it is told a number.
  await copyFile(authority.caFile, `${request}.ca`);
  await openssl([
    ...['x509', '-req', '-in', request, '-CA', `${request}.ca`, '-days', '30', '-set_serial', '4711'],
    ...[
      '-CAkey',
      join(dirname(authority.caFile), 'priv_sk'),
      '-extfile',
      `${request}.ext`,
      '-out',
      certificate,
    ],
  ]);
}
