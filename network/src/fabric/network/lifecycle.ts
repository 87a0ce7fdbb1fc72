import { z } from 'zod';
import type { ChaincodePackage } from './chaincode-package.js';
import { runFabric } from './fabric-command.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { adminEnvironment } from './peer-config.js';
import type { TopologyOrganisation } from './topology.js';

/** The committed sequence as an organisation's peer knows it; 0 when nothing is committed. */
export async function committedSequence(
  { layout, binaries, topology }: Means,
  { id }: TopologyOrganisation,
): Promise<number> {
  const args = [
    'lifecycle',
    'chaincode',
    'querycommitted',
    '--channelID',
    topology.channel,
    '--output',
    'json',
  ];
  const { out } = await runFabric(binaries.path.peer, args, { env: adminEnvironment(layout, id) });
  const answer = committedDefinitions.parse(JSON.parse(out));
  return answer.chaincode_definitions?.find(({ name }) => name === topology.chaincode)?.sequence ?? 0;
}

const committedDefinitions = z.object({
  chaincode_definitions: z.exactOptional(z.array(z.object({ name: z.string(), sequence: z.int() }))),
});

/** Installs a package on an organisation's peer, when it is not there yet. */
export async function install({ layout, binaries }: Means, id: string, file: string): Promise<void> {
  const env = adminEnvironment(layout, id);
  try {
    await runFabric(binaries.path.peer, ['lifecycle', 'chaincode', 'install', file], { env });
  } catch (error) {
    const said = error instanceof NetworkError ? (error.detail['said'] ?? '') : '';
    if (!said.includes('already successfully installed')) throw error;
  }
}

/** Approves a package in an organisation's name, when it has not approved it yet. */
export async function approve(
  means: Means,
  { id, peer }: TopologyOrganisation,
  pack: Pick<ChaincodePackage, 'id'>,
  sequence: number,
  orderer: readonly string[],
): Promise<void> {
  const { layout, binaries, topology } = means;
  if (await isApproved(means, id, pack, sequence)) return;
  const place = layout.organisation(id);
  await runFabric(
    binaries.path.peer,
    [
      ...['lifecycle', 'chaincode', 'approveformyorg', ...orderer],
      ...['--channelID', topology.channel, '--name', topology.chaincode, '--version', String(sequence)],
      ...['--package-id', pack.id, '--sequence', String(sequence)],
      ...['--peerAddresses', `${topology.host}:${peer.port}`, '--tlsRootCertFiles', place.tlsCaFile],
    ],
    { env: adminEnvironment(layout, id) },
  );
}

async function isApproved(
  { layout, binaries, topology }: Means,
  id: string,
  pack: Pick<ChaincodePackage, 'id'>,
  sequence: number,
): Promise<boolean> {
  const of = ['--channelID', topology.channel, '--name', topology.chaincode, '--sequence', String(sequence)];
  const args = ['lifecycle', 'chaincode', 'queryapproved', ...of, '--output', 'json'];
  try {
    const { out } = await runFabric(binaries.path.peer, args, { env: adminEnvironment(layout, id) });
    return out.includes(pack.id);
  } catch {
    return false;
  }
}

/** Makes a sequence that a majority approved the one that serves. */
export async function commit(
  { layout, binaries, topology }: Means,
  sequence: number,
  orderer: readonly string[],
): Promise<void> {
  const [first] = topology.organisations;
  await runFabric(
    binaries.path.peer,
    [
      ...['lifecycle', 'chaincode', 'commit', ...orderer],
      ...['--channelID', topology.channel, '--name', topology.chaincode, '--version', String(sequence)],
      ...['--sequence', String(sequence)],
      ...topology.organisations.flatMap(({ id, peer }) => [
        ...['--peerAddresses', `${topology.host}:${peer.port}`],
        ...['--tlsRootCertFiles', layout.organisation(id).tlsCaFile],
      ]),
    ],
    { env: adminEnvironment(layout, first?.id ?? '') },
  );
}
