import protos from '@hyperledger/fabric-protos';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ordererArguments } from './channel.js';
import { groupsOf, valuesOf } from './configuration-group.js';
import { runFabric } from './fabric-command.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { adminEnvironment } from './peer-config.js';

/** A configuration of the channel and the block that brought it; it holds from the next block on. */
export interface Configuration {
  readonly height: number;
  /** `data_hash` of the block's header. */
  readonly dataHash: Uint8Array;
  readonly config: protos.common.Config;
}

/** The configuration that the channel has now, as its orderers say. */
export async function newestConfiguration(means: Means): Promise<Configuration> {
  return readConfiguration(await fetchBlock(means, 'config'));
}

/** Every configuration that the channel has had, the first one first. */
export async function configurations(means: Means): Promise<Configuration[]> {
  const found: Configuration[] = [];
  for (let at: 'config' | number = 'config'; ;) {
    const configuration = readConfiguration(await fetchBlock(means, at));
    found.unshift(configuration);
    if (configuration.height === 0) return found;
    at = lastConfigurationAt(await fetchBlock(means, configuration.height - 1));
  }
}

/** @throws NetworkError FABRIC_COMMAND_FAILED when a block holds no configuration */
export function readConfiguration(block: Uint8Array): Configuration {
  const { Block, Envelope, Payload, ConfigEnvelope } = protos.common;
  const read = Block.deserializeBinary(block);
  const [envelope = new Uint8Array()] = read.getData()?.getDataList_asU8() ?? [];
  const payload = Payload.deserializeBinary(Envelope.deserializeBinary(envelope).getPayload_asU8());
  const config = ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
  if (config === undefined) {
    throw new NetworkError('FABRIC_COMMAND_FAILED', { command: 'fetch', said: 'no configuration' });
  }
  const header = read.getHeader();
  return {
    height: header?.getNumber() ?? 0,
    dataHash: header?.getDataHash_asU8() ?? new Uint8Array(),
    config,
  };
}

/** One of the groups `Application` and `Orderer`. */
export function groupOf(
  config: protos.common.Config,
  name: 'Application' | 'Orderer',
): protos.common.ConfigGroup {
  const channel = config.getChannelGroup();
  const group = channel && groupsOf(channel).get(name);
  if (group === undefined) {
    throw new NetworkError('FABRIC_COMMAND_FAILED', { command: 'fetch', said: `no group ${name}` });
  }
  return group;
}

/** The organisations whose peers endorse, with the roots (base64 of DER) that their certificates lead to. */
export function organisationsIn(config: protos.common.Config): { id: string; roots: string[] }[] {
  const groups = groupsOf(groupOf(config, 'Application'));
  return [...groups.keys()].map((id) => {
    const value = valuesOf(groups.get(id)!).get('MSP')?.getValue_asU8() ?? new Uint8Array();
    const { MSPConfig, FabricMSPConfig } = protos.msp;
    const fabric = FabricMSPConfig.deserializeBinary(MSPConfig.deserializeBinary(value).getConfig_asU8());
    return { id, roots: fabric.getRootCertsList_asU8().map(derOf) };
  });
}

/** Who orders with BFT, with the certificates (base64 of DER) that sign blocks. Raft's configuration does not name these. */
export function consentersIn(
  config: protos.common.Config,
): { consenterId: number; organisation: string; certificate: string }[] {
  const value = valuesOf(groupOf(config, 'Orderer')).get('Orderers')?.getValue_asU8();
  const list = protos.common.Orderers.deserializeBinary(value ?? new Uint8Array()).getConsenterMappingList();
  return list.map((each) => ({
    consenterId: each.getId(),
    organisation: each.getMspId(),
    certificate: derOf(each.getIdentity_asU8()),
  }));
}

function derOf(pem: Uint8Array): string {
  return new X509Certificate(pem).raw.toString('base64');
}

/** Where the configuration stands that held for a block: orderers sign it into each. */
function lastConfigurationAt(block: Uint8Array): number {
  const { Block, Metadata, OrdererBlockMetadata } = protos.common;
  const [signatures = new Uint8Array()] =
    Block.deserializeBinary(block).getMetadata()?.getMetadataList_asU8() ?? [];
  const signed = Metadata.deserializeBinary(signatures).getValue_asU8();
  return OrdererBlockMetadata.deserializeBinary(signed).getLastConfig()?.getIndex() ?? 0;
}

async function fetchBlock(means: Means, which: 'config' | number): Promise<Uint8Array> {
  const { layout, binaries, topology } = means;
  await mkdir(layout.scratchDirectory, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(layout.scratchDirectory, 'block-'));
  try {
    const file = join(scratch, 'block');
    const orderer = await ordererArguments(means);
    const args = ['channel', 'fetch', String(which), file, '-c', topology.channel, ...orderer];
    const env = adminEnvironment(layout, topology.organisations[0]?.id ?? '');
    await runFabric(binaries.path.peer, args, { env });
    return await readFile(file);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
