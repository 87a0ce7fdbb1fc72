import { z } from 'zod';
import { NetworkError } from './network-error.js';

const port = z.int().min(1024).max(65_535);
const milliseconds = z.int().min(1).max(600_000);

const peer = z.strictObject({
  port,
  /** Two ports for the chaincode process, so that the next sequence starts while the old one serves. */
  chaincodePorts: z.tuple([port, port]),
  /** Health and metrics, with TLS and a client certificate. */
  operationsPort: port,
});

const orderer = z.strictObject({
  /** Which of the organisation's orderers: in names of processes and directories. */
  number: z.int().min(1).max(99),
  /** Under which the others know it. Never given again. */
  consenterId: z.int().min(1).max(65_535),
  port,
  adminPort: port,
  operationsPort: port,
});

const organisation = z.strictObject({
  /** The organisation's identifier in the registry; its MSP id as well. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  peer,
  orderers: z.array(orderer).max(5),
});

/** One network, as an operator edits it. Everything that Fabric's programs read is generated from it. */
export const topology = z
  .strictObject({
    schema: z.literal(1),
    /** The channel's name, which is the ledger's name. */
    channel: z.string().regex(/^[a-z][a-z0-9.-]{0,62}$/),
    chaincode: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
    /** `bft`: a block carries a quorum of orderers' signatures (Fabric 3). `raft`: one orderer's. */
    consensus: z.enum(['bft', 'raft']),
    /** The address on which every process listens and under which others reach it. */
    host: z.union([z.ipv4(), z.hostname()]),
    blocks: z.strictObject({
      /** How long an orderer waits for more transactions before it cuts a block. */
      intervalMs: milliseconds,
      maxTransactions: z.int().min(1).max(10_000),
      preferredBytes: z.int().min(1024).max(64_000_000),
      maxBytes: z.int().min(1024).max(99_000_000),
    }),
    /** How long orderers wait for a leader that says nothing before they choose another. */
    leaderTimeoutMs: z.int().min(500).max(600_000),
    /** The chaincode host refuses a proposal that is farther from its own clock. */
    maxClockSkewSeconds: z.int().min(1).max(3600),
    organisations: z.array(organisation).min(1).max(40),
  })
  .superRefine(({ organisations, consensus, blocks }, context) => {
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const orderers = organisations.reduce((sum, each) => sum + each.orderers.length, 0);
    const least = consensus === 'bft' ? 4 : 1;
    if (orderers < least) fault(['organisations'], `${consensus} needs ${least} orderers or more`);
    if (blocks.preferredBytes > blocks.maxBytes) fault(['blocks', 'preferredBytes'], 'above maxBytes');
    if (blocks.maxTransactions > blocks.maxBytes) fault(['blocks', 'maxTransactions'], 'above maxBytes');
    const ids = new Set<string>();
    const ports = new Set<number>();
    const consenters = organisations.flatMap((each) => each.orderers.map(({ consenterId }) => consenterId));
    if (new Set(consenters).size < consenters.length) fault(['organisations'], 'a consenterId is used twice');
    organisations.forEach((each, i) => {
      if (ids.has(each.id)) fault(['organisations', i, 'id'], 'twice');
      ids.add(each.id);
      if (new Set(each.orderers.map(({ number }) => number)).size < each.orderers.length)
        fault(['organisations', i, 'orderers'], 'a number is used twice');
      for (const used of portsOf(each)) {
        if (ports.has(used)) fault(['organisations', i], `port ${used} is used twice`);
        ports.add(used);
      }
    });
  });
export type Topology = z.infer<typeof topology>;
export type TopologyOrganisation = Topology['organisations'][number];

/**
 * A topology from a file's text.
 * @throws NetworkError FABRIC_TOPOLOGY_INVALID with every fault by JSON pointer, never the values
 */
export function parseTopology(text: string, file: string): Topology {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new NetworkError('FABRIC_TOPOLOGY_INVALID', { file, faults: 'not JSON' }, { cause });
  }
  const parsed = topology.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `/${path.join('/')} ${message}`).join('; ');
  throw new NetworkError('FABRIC_TOPOLOGY_INVALID', { file, faults });
}

/** What may be asked of the default network. */
export interface TopologyWish {
  readonly channel?: string;
  readonly organisations?: number;
  readonly orderers?: number;
  readonly consensus?: Topology['consensus'];
  /** Ports count up from here, `PORTS` for each organisation. */
  readonly firstPort?: number;
}

/**
 * The network that is started when nobody says otherwise: the ministry, provinces and a court as judicial witness with
 * a peer each; four BFT orderers, or three Raft ones, run by different organisations as far as there are enough.
 * @throws NetworkError FABRIC_TOPOLOGY_INVALID for a wish that no network can fulfil
 */
export function defaultTopology(wish: TopologyWish = {}): Topology {
  const { channel = 'renxin-demo', organisations = 5, consensus = 'bft', firstPort = 17_050 } = wish;
  const orderers = wish.orderers ?? (consensus === 'bft' ? 4 : 3);
  const ids = organisationIds(organisations);
  const running = [...ids.filter((id) => firstOrderers.includes(id)), ...ids.filter(isOther)];
  const counts = new Map<string, number>();
  for (let i = 0; i < orderers && running.length > 0; i++) {
    const id = running[i % running.length] as string;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const text = JSON.stringify({
    schema: 1,
    channel,
    chaincode: 'renxin',
    consensus,
    host: '127.0.0.1',
    blocks: { intervalMs: 100, maxTransactions: 50, preferredBytes: 2_000_000, maxBytes: 10_000_000 },
    leaderTimeoutMs: 5000,
    maxClockSkewSeconds: 60,
    organisations: ids.map((id, i) => {
      const first = ids.slice(0, i).reduce((sum, each) => sum + (counts.get(each) ?? 0), 1);
      return withPorts(id, firstPort + PORTS * i, { orderers: counts.get(id) ?? 0, firstConsenter: first });
    }),
  });
  return parseTopology(text, 'defaults');
}

/** So many ports each organisation has for itself. */
export const PORTS = 20;

/** An organisation on the ports from `base` on. */
export function withPorts(
  id: string,
  base: number,
  { orderers, firstConsenter }: { readonly orderers: number; readonly firstConsenter: number },
): TopologyOrganisation {
  return {
    id,
    peer: { port: base + 1, chaincodePorts: [base + 2, base + 3], operationsPort: base + 4 },
    orderers: Array.from({ length: orderers }, (_, k) => ({
      number: k + 1,
      consenterId: firstConsenter + k,
      port: base + 5 + 3 * k,
      adminPort: base + 6 + 3 * k,
      operationsPort: base + 7 + 3 * k,
    })),
  };
}

/** @throws NetworkError FABRIC_PROCESS_UNKNOWN with those that are known */
export function organisationOf(
  { organisations }: Pick<Topology, 'organisations'>,
  id: string,
): TopologyOrganisation {
  const found = organisations.find((each) => each.id === id);
  if (found !== undefined) return found;
  const known = organisations.map((each) => each.id).join(', ');
  throw new NetworkError('FABRIC_PROCESS_UNKNOWN', { process: id, known });
}

/** Every port that an organisation's processes listen on. */
export function portsOf({ peer, orderers }: TopologyOrganisation): number[] {
  return [
    peer.port,
    ...peer.chaincodePorts,
    peer.operationsPort,
    ...orderers.flatMap((each) => [each.port, each.adminPort, each.operationsPort]),
  ];
}

const firstOrderers: readonly string[] = ['mohrss', 'gd', 'sh', 'gd-court'];
const isOther = (id: string) => !firstOrderers.includes(id);

/** Provinces by the letters of ISO 3166-2:CN, those of the demonstration first. */
const provinces =
  'gd sh sc zj js sd bj tj he sx nm ln jl hl ah fj jx ha hb hn gx hi cq gz yn xz sn gs qh nx xj';

/** The ministry, then provinces, and last the court when there is room for it. */
function organisationIds(count: number): string[] {
  const known = provinces.split(' ');
  if (!Number.isSafeInteger(count) || count < 1 || count > known.length + 2) {
    throw new NetworkError('FABRIC_TOPOLOGY_INVALID', {
      file: 'defaults',
      faults: `organisations from 1 to ${known.length + 2}`,
    });
  }
  if (count < 3) return ['mohrss', ...known].slice(0, count);
  return ['mohrss', ...known.slice(0, count - 2), 'gd-court'];
}
