import protos from '@hyperledger/fabric-protos';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitChannel, ordererArguments } from './channel.js';
import { groupOf, newestConfiguration, readConfiguration, type Configuration } from './configuration.js';
import { groupsOf } from './configuration-group.js';
import { configtx, PROFILE, type OrdererNode } from './configtx.js';
import { runFabric } from './fabric-command.js';
import { processNames } from './layout.js';
import type { Means } from './means.js';
import { adminEnvironment } from './peer-config.js';
import type { Topology } from './topology.js';
import { until } from './waiting.js';
import { writeYaml } from './written-files.js';

const STEP_MS = 60_000;
const CONFIG_UPDATE = 2;

/** What is to be made of the configuration; `target` is that of a channel which would begin with the wanted topology. */
export type Change = (config: protos.common.Config, target: protos.common.Config) => void;

/** The channel as it is to be after an update. */
export interface Wanted {
  readonly topology: Topology;
  /** Where the certificates of an orderer lie, when they are not in its place yet. */
  readonly ordererNode?: OrdererNode;
  /** An organisation whose own settings change, and which has to agree. */
  readonly concerns?: string;
}

/**
 * Changes the channel's configuration: computes the update, has a majority of the organisations that must agree sign it,
 * hands it in, and waits until it holds on every peer that runs. Does nothing when nothing is to be changed.
 * @throws NetworkError FABRIC_COMMAND_FAILED when orderers refuse it, FABRIC_TIMEOUT
 */
export async function updateConfiguration(means: Means, wanted: Wanted, change: Change): Promise<void> {
  // Orderers that are to stay are asked.
  const staying: Means = { ...means, topology: wanted.topology };
  const now = await newestConfiguration(staying);
  await inScratch(means, async (scratch) => {
    const update = await computeUpdate(means, scratch, now, wanted, change);
    if (update === undefined) return;
    await signAndSend(staying, scratch, update, signersOf(now.config, wanted));
    await until('the configuration', STEP_MS, async () => {
      const { config } = await newestConfiguration(staying);
      return config.getSequence() > now.config.getSequence();
    });
  });
  const { height } = await newestConfiguration(staying);
  for (const organisation of means.topology.organisations) {
    if ((await means.supervisor.pidOf(processNames.peer(organisation.id))) === undefined) continue;
    await awaitChannel(means, organisation, height + 1);
  }
}

/** The update as JSON, as `configtxlator` prints it, without sending it; undefined when nothing is to be changed. */
export async function describeUpdate(
  means: Means,
  wanted: Wanted,
  change: Change,
): Promise<string | undefined> {
  const now = await newestConfiguration(means);
  return inScratch(means, async (scratch) => {
    const update = await computeUpdate(means, scratch, now, wanted, change);
    if (update === undefined) return undefined;
    const file = join(scratch, 'update');
    await writeFile(file, update);
    const args = ['proto_decode', '--type', 'common.ConfigUpdate', '--input', file];
    await runFabric(means.binaries.path.configtxlator, [...args, '--output', `${file}.json`]);
    return readFile(`${file}.json`, 'utf8');
  });
}

async function computeUpdate(
  means: Means,
  scratch: string,
  now: Configuration,
  wanted: Wanted,
  change: Change,
): Promise<Uint8Array | undefined> {
  const { binaries, topology } = means;
  const [original, updated, update] = ['original', 'updated', 'update'].map((name) =>
    join(scratch, name),
  ) as [string, string, string];
  const before = now.config.serializeBinary();
  const config = protos.common.Config.deserializeBinary(before);
  change(config, await targetOf(means, scratch, wanted));
  const after = config.serializeBinary();
  if (Buffer.from(after).equals(before)) return undefined;
  await writeFile(original, before);
  await writeFile(updated, after);
  await runFabric(binaries.path.configtxlator, [
    ...['compute_update', '--channel_id', topology.channel],
    ...['--original', original, '--updated', updated, '--output', update],
  ]);
  return readFile(update);
}

async function targetOf(
  { layout, binaries }: Means,
  scratch: string,
  { topology, ordererNode }: Wanted,
): Promise<protos.common.Config> {
  await writeYaml(join(scratch, 'configtx.yaml'), configtx(layout, topology, ordererNode));
  const block = join(scratch, 'target.block');
  const args = ['-profile', PROFILE, '-channelID', topology.channel, '-outputBlock', block];
  await runFabric(binaries.path.configtxgen, [...args, '-configPath', scratch]);
  return readConfiguration(await readFile(block)).config;
}

async function signAndSend(
  means: Means,
  scratch: string,
  update: Uint8Array,
  signers: readonly string[],
): Promise<void> {
  const { layout, binaries, topology } = means;
  const file = join(scratch, 'update.envelope');
  await writeFile(file, envelopeOf(topology.channel, update));
  for (const id of signers) {
    const env = adminEnvironment(layout, id);
    await runFabric(binaries.path.peer, ['channel', 'signconfigtx', '-f', file], { env });
  }
  const args = ['channel', 'update', '-f', file, '-c', topology.channel, ...(await ordererArguments(means))];
  await runFabric(binaries.path.peer, args, { env: adminEnvironment(layout, signers[0] ?? '') });
}

/** A majority of those whose peers endorse and of those whose orderers order: more than the policies ask for either. */
function signersOf(config: protos.common.Config, { concerns }: Wanted): string[] {
  const [ordering, endorsing] = (['Orderer', 'Application'] as const).map((name) =>
    [...groupsOf(groupOf(config, name)).keys()].sort(),
  ) as [string[], string[]];
  const chosen = new Set(ordering.slice(0, Math.floor(ordering.length / 2) + 1));
  for (const id of endorsing) {
    if (endorsing.filter((each) => chosen.has(each)).length > endorsing.length / 2) break;
    chosen.add(id);
  }
  if (concerns !== undefined) chosen.add(concerns);
  return [...chosen];
}

function envelopeOf(channel: string, update: Uint8Array): Uint8Array {
  const { ChannelHeader, ConfigUpdateEnvelope, Envelope, Header, Payload } = protos.common;
  const channelHeader = new ChannelHeader();
  channelHeader.setType(CONFIG_UPDATE);
  channelHeader.setChannelId(channel);
  const header = new Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const content = new ConfigUpdateEnvelope();
  content.setConfigUpdate(update);
  const payload = new Payload();
  payload.setHeader(header);
  payload.setData(content.serializeBinary());
  const envelope = new Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

async function inScratch<T>({ layout }: Means, work: (scratch: string) => Promise<T>): Promise<T> {
  await mkdir(layout.scratchDirectory, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(layout.scratchDirectory, 'update-'));
  try {
    return await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
