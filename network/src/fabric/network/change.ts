import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { writeAnchor } from './anchor.js';
import { writeConnections } from './connections.js';
import type { Layout } from './layout.js';
import type { Means } from './means.js';
import { NetworkError } from './network-error.js';
import { topology, type Topology } from './topology.js';
import { writeJson } from './written-files.js';

const change = z.strictObject({
  schema: z.literal(1),
  /** What is being done: the command and what it is about. Repeating it finishes it. */
  what: z.string(),
  wanted: topology,
});

/** The change that was begun and not finished; undefined when there is none. */
export async function readChange({ changeFile }: Layout): Promise<z.infer<typeof change> | undefined> {
  const text = await readFile(changeFile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : change.parse(JSON.parse(text));
}

/**
 * Puts down a change of the topology before its first step, so that it is finished as it was begun.
 * @returns the topology that is wanted, of an earlier try when there was one
 * @throws NetworkError FABRIC_CHANGE_UNFINISHED when another one was begun
 */
export async function beginChange(layout: Layout, what: string, wanted: Topology): Promise<Topology> {
  const begun = await readChange(layout);
  if (begun === undefined) {
    await writeJson(layout.changeFile, { schema: 1, what, wanted });
    return wanted;
  }
  if (begun.what !== what) {
    throw new NetworkError('FABRIC_CHANGE_UNFINISHED', { begun: begun.what, repeat: begun.what });
  }
  return begun.wanted;
}

/** The last step of a change: the topology is that of the channel, and gateways and verifiers are told. */
export async function finishChange(means: Means): Promise<void> {
  const { layout, topology } = means;
  await writeConnections(layout, topology);
  await writeAnchor(means);
  await writeJson(layout.appliedTopologyFile, topology);
  await writeJson(layout.topologyFile, topology);
  await rm(layout.changeFile, { force: true });
}
