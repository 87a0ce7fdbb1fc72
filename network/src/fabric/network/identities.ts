import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { runFabric } from './fabric-command.js';
import type { Layout, OrganisationLayout } from './layout.js';
import { NetworkError } from './network-error.js';
import type { Topology, TopologyOrganisation } from './topology.js';
import { toYaml } from './yaml.js';

/**
 * Keys and certificates for organisations that have none yet, by `cryptogen`: for trials and tests. In production each
 * organisation brings its own (docs/operations/fabric.md) in the same places, and nothing is made here.
 *
 * An organisation has one authority for its peer, its orderers, its administrator and its gateway; NodeOUs tell their
 * roles. `cryptogen` knows organisations either with peers or with orderers, so the orderers are added in a second run
 * that finds the same authority in its place.
 */
export async function makeIdentities(
  layout: Layout,
  binaries: Binaries,
  topology: Topology,
  organisations: readonly TopologyOrganisation[],
): Promise<void> {
  const scratch = join(layout.scratchDirectory, 'cryptogen');
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const places = organisations.map(({ id }) => layout.organisation(id));
  const sans = [...new Set([topology.host, 'localhost', '127.0.0.1'])];

  const peers = join(scratch, 'peers.yaml');
  const spec = (hostname: string) => ({ Hostname: hostname, SANS: sans });
  const PeerOrgs = places.map(({ id, domain }) => ({
    Name: id,
    Domain: domain,
    EnableNodeOUs: true,
    Specs: [spec('peer'), spec('chaincode')],
    Users: { Count: 1 },
  }));
  await writeFile(peers, toYaml({ PeerOrgs }));
  await runFabric(binaries.path.cryptogen, ['generate', `--config=${peers}`, `--output=${scratch}`]);

  const running = organisations.filter(({ orderers }) => orderers.length > 0);
  if (running.length > 0) {
    for (const { id } of running) {
      const { domain } = layout.organisation(id);
      for (const authority of ['ca', 'tlsca']) {
        const from = join(scratch, 'peerOrganizations', domain, authority);
        await cp(from, join(scratch, 'ordererOrganizations', domain, authority), { recursive: true });
      }
    }
    const orderers = join(scratch, 'orderers.yaml');
    const OrdererOrgs = running.map((each) => ({
      Name: each.id,
      Domain: layout.organisation(each.id).domain,
      EnableNodeOUs: true,
      Specs: each.orderers.map((_, k) => spec(`orderer${k + 1}`)),
    }));
    await writeFile(orderers, toYaml({ OrdererOrgs }));
    await runFabric(binaries.path.cryptogen, ['extend', `--config=${orderers}`, `--input=${scratch}`]);
  }
  for (const [i, place] of places.entries()) {
    await settle(scratch, place, organisations[i]?.orderers.length ?? 0);
  }
  await rm(scratch, { recursive: true, force: true });
}

/** Moves what `cryptogen` wrote into the organisation's own directory. */
async function settle(scratch: string, place: OrganisationLayout, orderers: number): Promise<void> {
  const from = join(scratch, 'peerOrganizations', place.domain);
  await mkdir(place.directory, { recursive: true, mode: 0o700 });
  for (const folder of ['ca', 'tlsca', 'msp'])
    await rename(join(from, folder), join(place.directory, folder));
  await rename(join(from, 'peers', place.peer.commonName), place.peer.directory);
  await rename(join(from, 'peers', place.chaincode.commonName), place.chaincode.directory);
  // A chaincode process needs a TLS certificate; it must not be able to endorse.
  await rm(place.chaincode.mspDirectory, { recursive: true });
  await rename(join(from, 'users', place.admin.commonName), place.admin.directory);
  await rename(join(from, 'users', place.gateway.commonName), place.gateway.directory);
  for (let number = 1; number <= orderers; number++) {
    const node = place.orderer(number);
    const made = join(scratch, 'ordererOrganizations', place.domain, 'orderers', node.commonName);
    await rename(made, node.directory);
  }
  await chmod(place.directory, 0o700);
}

/** Whether an organisation has its keys and certificates: made here before, or brought. */
export async function hasIdentities(place: OrganisationLayout): Promise<boolean> {
  return stat(place.mspDirectory).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * Looks at every certificate that a process of the network starts with, before anything is started.
 * @throws NetworkError FABRIC_IDENTITY_EXPIRED, FABRIC_IDENTITY_INVALID with the file
 */
export async function checkIdentities(layout: Layout, topology: Topology, now: Date): Promise<void> {
  for (const { id, orderers } of topology.organisations) {
    const place = layout.organisation(id);
    const authority = await certificate(place.caFile, now);
    const tlsAuthority = await certificate(place.tlsCaFile, now);
    const acting = [place.peer, place.admin, place.gateway, ...orderers.map((_, k) => place.orderer(k + 1))];
    for (const node of acting) {
      await issued(node.certificateFile, authority, now);
      await issued(node.tls.certificateFile, tlsAuthority, now);
      await owned(node.certificateFile, node.keyFile);
    }
    await issued(place.chaincode.tls.certificateFile, tlsAuthority, now);
  }
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
