import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageChaincode, type ChaincodePackage } from './chaincode-package.js';
import { startChaincode, type ChaincodePrograms } from './chaincode-process.js';
import { ordererArguments } from './channel.js';
import { processNames } from './layout.js';
import { approve, commit, committedSequence, install } from './lifecycle.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import type { TopologyOrganisation } from './topology.js';
import { writeJson, writeWhole } from './written-files.js';

export interface DeployOptions extends ChaincodePrograms {
  /** The sequence that is to be committed; without it the next. */
  readonly sequence?: number;
  readonly onProgress?: (step: string) => void;
}

/** What is committed on the channel, and which program serves it. */
const deployment = z.strictObject({
  schema: z.literal(1),
  sequence: z.int().min(1),
  packageId: z.string(),
  label: z.string(),
});
export type Deployment = z.infer<typeof deployment>;

/**
 * Packages the rules, starts one chaincode process for each organisation, lets each organisation install and approve,
 * commits; then ends the processes of the sequence before, which served until then.
 * @throws NetworkError FABRIC_SEQUENCE_OTHER when the wanted sequence is not the next, FABRIC_PROCESS_ENDED,
 * FABRIC_COMMAND_FAILED, FABRIC_TIMEOUT; then the processes of the new sequence are ended again
 */
export async function deploy(
  { means }: { readonly means: Means },
  options: DeployOptions,
): Promise<Deployment> {
  const { topology, supervisor, layout } = means;
  const { onProgress = () => undefined } = options;
  const committed = await committedSequence(means, topology.organisations[0] as TopologyOrganisation);
  const sequence = options.sequence ?? committed + 1;
  if (sequence !== committed + 1) {
    throw new NetworkError('FABRIC_SEQUENCE_OTHER', {
      wanted: String(sequence),
      committed: String(committed),
      next: String(committed + 1),
    });
  }
  const pack = await packageFile(means, sequence);
  const started = topology.organisations.map(({ id }) => processNames.chaincode(id, sequence));
  try {
    onProgress(`chaincode ${pack.label}`);
    await Promise.all(
      topology.organisations.map((each) => startChaincode(means, each, pack, sequence, options)),
    );
    onProgress('install');
    await Promise.all(topology.organisations.map(({ id }) => install(means, id, pack.file)));
    const orderer = await ordererArguments(means);
    onProgress('approve');
    await Promise.all(topology.organisations.map((each) => approve(means, each, pack, sequence, orderer)));
    onProgress('commit');
    await commit(means, sequence, orderer);
  } catch (error) {
    await supervisor.stop(started.filter((name) => supervisor.names.includes(name)));
    throw error;
  }
  const done: Deployment = { schema: 1, sequence, packageId: pack.id, label: pack.label };
  await writeJson(layout.deploymentFile, done);
  const before = topology.organisations.map(({ id }) => processNames.chaincode(id, sequence - 1));
  await supervisor.stop(before.filter((name) => supervisor.names.includes(name)));
  return done;
}

/** What was deployed here; undefined when nothing was. */
export async function readDeployment({ layout }: Pick<Means, 'layout'>): Promise<Deployment | undefined> {
  const text = await readFile(layout.deploymentFile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : deployment.parse(JSON.parse(text));
}

/** What organisations install of a sequence, in a file. */
async function packageFile(
  { layout, topology }: Means,
  sequence: number,
): Promise<ChaincodePackage & { readonly file: string }> {
  const pack = packageChaincode(topology.chaincode, String(sequence), sequence);
  const file = join(layout.scratchDirectory, `${pack.label}.tar.gz`);
  await writeWhole(file, pack.bytes);
  return { ...pack, file };
}

/** Lets one organisation more serve what is deployed: its process runs, its peer has the package, its word is given. */
export async function serveDeployed(
  means: Means,
  organisation: TopologyOrganisation,
  programs: ChaincodePrograms,
): Promise<void> {
  const deployed = await readDeployment(means);
  if (deployed === undefined) return;
  const pack = await packageFile(means, deployed.sequence);
  await startChaincode(means, organisation, pack, deployed.sequence, programs);
  await install(means, organisation.id, pack.file);
  await approve(means, organisation, pack, deployed.sequence, await ordererArguments(means));
}
