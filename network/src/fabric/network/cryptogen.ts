import { cp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Binaries } from './binaries.js';
import { runFabric } from './fabric-command.js';
import type { Layout, NodeLayout, OrganisationLayout } from './layout.js';
import type { Topology, TopologyOrganisation } from './topology.js';
import { toYaml } from './yaml.js';

/** What `cryptogen` wrote for an organisation, in a directory that is given up afterwards. */
export interface Issued {
  readonly place: OrganisationLayout;
  readonly directory: string;
  readonly nodes: readonly { readonly node: NodeLayout; readonly from: string }[];
}

/**
 * Has `cryptogen` issue keys and certificates for every process of organisations: by the authority that an organisation
 * has already, or by a new one.
 *
 * An organisation has one authority for its peer, its orderers, its administrator and its gateway; NodeOUs tell their
 * roles. `cryptogen` knows organisations either with peers or with orderers, so the orderers are added in a second run
 * that finds the same authority in its place. It issues no second certificate to an administrator.
 */
export async function runCryptogen(
  layout: Layout,
  binaries: Binaries,
  topology: Topology,
  organisations: readonly TopologyOrganisation[],
): Promise<Issued[]> {
  const scratch = join(layout.scratchDirectory, 'cryptogen');
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const spec = (hostname: string) => ({
    Hostname: hostname,
    SANS: [...new Set([topology.host, 'localhost', '127.0.0.1'])],
  });
  const places = organisations.map(({ id }) => layout.organisation(id));
  const peersOf = (domain: string) => join(scratch, 'peerOrganizations', domain);
  const orderersOf = (domain: string) => join(scratch, 'ordererOrganizations', domain);
  const run = async (kind: string, specs: Parameters<typeof toYaml>[0]): Promise<void> => {
    const file = join(scratch, `${kind}.yaml`);
    await writeFile(file, toYaml({ [kind]: specs }));
    await runFabric(binaries.path.cryptogen, ['extend', `--config=${file}`, `--input=${scratch}`]);
  };

  for (const { domain, caFile, tlsCaFile } of places) {
    if (!(await isThere(caFile))) continue;
    await copyAuthorities(dirname(caFile), dirname(tlsCaFile), peersOf(domain));
  }
  await run(
    'PeerOrgs',
    places.map(({ id, domain }) => ({
      Name: id,
      Domain: domain,
      EnableNodeOUs: true,
      Specs: [spec('peer'), spec('chaincode')],
      Users: { Count: 1 },
    })),
  );
  const running = organisations.filter(({ orderers }) => orderers.length > 0);
  for (const { id } of running) {
    const { domain } = layout.organisation(id);
    await copyAuthorities(join(peersOf(domain), 'ca'), join(peersOf(domain), 'tlsca'), orderersOf(domain));
  }
  if (running.length > 0) {
    await run(
      'OrdererOrgs',
      running.map(({ id, orderers }) => ({
        Name: id,
        Domain: layout.organisation(id).domain,
        EnableNodeOUs: true,
        Specs: orderers.map(({ number }) => spec(`orderer${number}`)),
      })),
    );
  }
  return organisations.map(({ orderers }, i): Issued => {
    const place = places[i]!;
    const at = (kind: string, node: NodeLayout, of = peersOf) => ({
      node,
      from: join(of(place.domain), kind, node.commonName),
    });
    return {
      place,
      directory: peersOf(place.domain),
      nodes: [
        at('peers', place.peer),
        at('peers', place.chaincode),
        at('users', place.admin),
        at('users', place.gateway),
        ...orderers.map(({ number }) => at('orderers', place.orderer(number), orderersOf)),
      ],
    };
  });
}

async function copyAuthorities(ca: string, tlsCa: string, to: string): Promise<void> {
  await cp(ca, join(to, 'ca'), { recursive: true });
  await cp(tlsCa, join(to, 'tlsca'), { recursive: true });
}

export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
