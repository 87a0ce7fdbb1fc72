import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { isThere, runCryptogen, type Issued } from './cryptogen.js';
import type { Layout, NodeLayout, OrganisationLayout } from './layout.js';
import { NetworkError } from './network-error.js';
import type { Topology, TopologyOrganisation } from './topology.js';

/**
 * Keys and certificates for organisations that have none yet, by `cryptogen`: for trials and tests. In production each
 * organisation brings its own (docs/operations/fabric.md) in the same places, and nothing is made here.
 */
export async function makeIdentities(
  layout: Layout,
  binaries: Binaries,
  topology: Topology,
  organisations: readonly TopologyOrganisation[],
): Promise<void> {
  const without: TopologyOrganisation[] = [];
  for (const each of organisations) {
    if (!(await isThere(layout.organisation(each.id).mspDirectory))) without.push(each);
  }
  if (without.length === 0) return;
  for (const issued of await runCryptogen(layout, binaries, topology, without)) await settle(issued);
}

/** Moves what was issued into the organisation's own directory; its MSP last, by which it is known to be complete. */
async function settle({ place, directory, nodes }: Issued): Promise<void> {
  await mkdir(place.directory, { recursive: true, mode: 0o700 });
  // A chaincode process needs a TLS certificate; it must not be able to endorse.
  await rm(join(directory, 'peers', place.chaincode.commonName, 'msp'), { recursive: true });
  const moves: [from: string, to: string][] = [
    ...nodes.map(({ node, from }): [string, string] => [from, node.directory]),
    ...['ca', 'tlsca', 'msp'].map((name): [string, string] => [
      join(directory, name),
      join(place.directory, name),
    ]),
  ];
  for (const [from, to] of moves) {
    await rm(to, { recursive: true, force: true });
    await rename(from, to);
  }
  await chmod(place.directory, 0o700);
}

/**
 * Looks at every certificate that a process of the network starts with, before anything is started.
 * @throws NetworkError FABRIC_IDENTITY_EXPIRED, FABRIC_IDENTITY_INVALID with the file
 */
export async function checkIdentities(layout: Layout, topology: Topology, now: Date): Promise<void> {
  for (const { id, orderers } of topology.organisations) {
    const place = layout.organisation(id);
    const ordering = orderers.map(({ number }) => place.orderer(number));
    for (const node of [place.peer, place.admin, place.gateway, ...ordering]) {
      await checkSigning(place, node, now);
      await checkTls(place, node, now);
    }
    await checkTls(place, place.chaincode, now);
  }
}

/** @throws NetworkError as `checkIdentities`, when a node's certificate is not its organisation's or its key another's */
export async function checkSigning(place: OrganisationLayout, node: NodeLayout, now: Date): Promise<void> {
  await issued(node.certificateFile, await certificate(place.caFile, now), now);
  await owned(node.certificateFile, node.keyFile);
}

/** @throws NetworkError as `checkSigning`, for the TLS certificate */
export async function checkTls(place: OrganisationLayout, { tls }: NodeLayout, now: Date): Promise<void> {
  await issued(tls.certificateFile, await certificate(place.tlsCaFile, now), now);
  await owned(tls.certificateFile, tls.keyFile);
}

async function issued(file: string, authority: X509Certificate, now: Date): Promise<void> {
  const found = await certificate(file, now);
  if (!found.checkIssued(authority) || !found.verify(authority.publicKey)) {
    throw new NetworkError('FABRIC_IDENTITY_INVALID', { file, why: 'not issued by the organisation' });
  }
}

async function owned(file: string, keyFile: string): Promise<void> {
  try {
    const key = createPrivateKey(await readFile(keyFile));
    if (new X509Certificate(await readFile(file)).checkPrivateKey(key)) return;
  } catch (cause) {
    throw new NetworkError('FABRIC_IDENTITY_INVALID', { file: keyFile, why: 'no private key' }, { cause });
  }
  throw new NetworkError('FABRIC_IDENTITY_INVALID', { file: keyFile, why: 'not the key of the certificate' });
}

async function certificate(file: string, now: Date): Promise<X509Certificate> {
  let found: X509Certificate;
  try {
    found = new X509Certificate(await readFile(file));
  } catch (cause) {
    throw new NetworkError('FABRIC_IDENTITY_INVALID', { file, why: 'no certificate' }, { cause });
  }
  if (now.getTime() > Date.parse(found.validTo)) {
    throw new NetworkError('FABRIC_IDENTITY_EXPIRED', { file, since: found.validTo });
  }
  if (now.getTime() < Date.parse(found.validFrom)) {
    throw new NetworkError('FABRIC_IDENTITY_INVALID', { file, why: `valid from ${found.validFrom}` });
  }
  return found;
}
