import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fabricAnchor, type FabricAnchor } from '../../proof/fabric/anchor.js';
import { configurations, consentersIn, organisationsIn, readConfiguration } from './configuration.js';
import { orderersOf } from './layout.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { writeJson } from './written-files.js';

/**
 * Writes the channel's trust anchor, `anchor.json`: what somebody who verifies offline must know of the channel. It is read
 * from the channel's configurations, so it knows who stood when, whoever changed it. Raft's configuration does not name the
 * certificates that sign blocks: those in place are taken, and those that were taken before are kept.
 * @throws NetworkError FABRIC_CHANNEL_EXISTS when the channel that runs began with another first block
 */
export async function writeAnchor(means: Means): Promise<void> {
  const { layout, topology } = means;
  const history = await configurations(means);
  const genesis = await readFile(layout.genesisFile);
  if (!Buffer.from(history[0]?.dataHash ?? []).equals(readConfiguration(genesis).dataHash)) {
    throw new NetworkError('FABRIC_CHANNEL_EXISTS', { channel: topology.channel, file: layout.genesisFile });
  }
  const anchor: FabricAnchor = {
    channel: topology.channel,
    genesis: genesisHash(genesis, layout.genesisFile),
    consensus: topology.consensus,
    organisations: overTime(
      history.map(({ height, config }) => ({ height, entries: organisationsIn(config) })),
    ),
    orderers:
      topology.consensus === 'bft'
        ? overTime(history.map(({ height, config }) => ({ height, entries: consentersIn(config) })))
        : await raftOrderers(means),
  };
  await writeJson(layout.anchorFile, anchor);
}

/** Entries of configurations one after another, each with the blocks for which it stood: the one that brings a configuration is still of the one before. */
function overTime<T extends object>(
  history: readonly { readonly height: number; readonly entries: readonly T[] }[],
): (T & { from?: number; until?: number })[] {
  const found: { name: string; entry: T & { from?: number; until?: number } }[] = [];
  for (const { height, entries } of history) {
    const names = new Set(entries.map((entry) => JSON.stringify(entry)));
    for (const { name, entry } of found) {
      if (entry.until === undefined && !names.delete(name)) entry.until = height + 1;
    }
    for (const name of names) {
      const entry = JSON.parse(name) as T;
      found.push({ name, entry: height === 0 ? entry : { ...entry, from: height + 1 } });
    }
  }
  return found.map(({ entry }) => entry);
}

async function raftOrderers({ layout, topology }: Means): Promise<FabricAnchor['orderers']> {
  const inPlace = await Promise.all(
    orderersOf(topology).map(async ({ consenterId, organisation, number }) => ({
      consenterId,
      organisation,
      certificate: await der(layout.organisation(organisation).orderer(number).certificateFile),
    })),
  );
  const text = await readFile(layout.anchorFile, 'utf8').catch(() => undefined);
  const before = text === undefined ? [] : fabricAnchor.parse(JSON.parse(text)).orderers;
  const known = new Set(inPlace.map(({ certificate }) => certificate));
  return [...before.filter(({ certificate }) => !known.has(certificate)), ...inPlace];
}

async function der(file: string): Promise<string> {
  return new X509Certificate(await readFile(file)).raw.toString('base64');
}

/**
 * The hash of the first block's header: SHA-256 of the DER of SEQUENCE { number 0, empty previous hash, data hash }. In
 * the block (protobuf) the header is the first member and holds nothing but the data hash, its third.
 */
function genesisHash(block: Uint8Array, file: string): string {
  const head = Buffer.from([0x0a, 34, 0x1a, 32]);
  if (!Buffer.from(block.subarray(0, 4)).equals(head)) {
    throw new NetworkError('FABRIC_CHANNEL_EXISTS', { file, why: 'not the first block of a channel' });
  }
  const dataHash = block.subarray(4, 36);
  const header = Buffer.concat([Buffer.from([0x30, 39, 0x02, 1, 0, 0x04, 0, 0x04, 32]), dataHash]);
  return createHash('sha256').update(header).digest('base64url');
}
