import { majorityOf } from '../../proof/fabric/anchor.js';
import { orderersOf, type Layout, type NodeLayout, type OrdererPlace } from './layout.js';
import type { Topology, TopologyOrganisation } from './topology.js';
import type { Yaml } from './yaml.js';

/** The profile's name in `configtx.yaml`. */
export const PROFILE = 'Renxin';

/** Name of the policy that says whose endorsements a transaction needs. */
export const ENDORSEMENT = 'Endorsement';

/** Where an orderer's certificates lie. */
export type OrdererNode = (place: OrdererPlace) => NodeLayout;

/** `configtx.yaml`: what the channel's first block is made of. */
export function configtx(
  layout: Layout,
  topology: Topology,
  ordererNode: OrdererNode = ({ organisation, number }) => layout.organisation(organisation).orderer(number),
): Yaml {
  const { organisations } = topology;
  return {
    Profiles: {
      [PROFILE]: {
        Policies: { ...meta('Readers', 'ANY'), ...meta('Writers', 'ANY'), ...meta('Admins', 'MAJORITY') },
        // V3_0 is what BFT needs; without it nodes of 2.5 take part.
        Capabilities: topology.consensus === 'bft' ? { V3_0: true } : { V2_0: true },
        Orderer: ordering(layout, topology, ordererNode),
        Application: {
          Organizations: organisations.map((each) => applicationOrganisation(layout, topology, each)),
          Capabilities: { V2_5: true },
          Policies: {
            ...meta('Readers', 'ANY'),
            ...meta('Writers', 'ANY'),
            ...meta('Admins', 'MAJORITY'),
            ...signed(ENDORSEMENT, majorityOfPeers(organisations)),
            LifecycleEndorsement: { Type: 'ImplicitMeta', Rule: 'MAJORITY Endorsement' },
          },
        },
      },
    },
  };
}

function ordering(layout: Layout, topology: Topology, ordererNode: OrdererNode): Yaml {
  const { blocks, consensus } = topology;
  const running = topology.organisations.filter(({ orderers }) => orderers.length > 0);
  const common = {
    BatchTimeout: `${blocks.intervalMs}ms`,
    BatchSize: {
      MaxMessageCount: blocks.maxTransactions,
      AbsoluteMaxBytes: blocks.maxBytes,
      PreferredMaxBytes: blocks.preferredBytes,
    },
    Organizations: running.map((each) => orderingOrganisation(layout, topology, each)),
    Capabilities: { V2_0: true },
    Policies: {
      ...meta('Readers', 'ANY'),
      ...meta('Writers', 'ANY'),
      ...meta('Admins', 'MAJORITY'),
      // With BFT configtxgen puts the consenters' quorum in its place.
      BlockValidation: { Type: 'ImplicitMeta', Rule: 'ANY Writers' },
    },
  };
  return consensus === 'bft'
    ? { OrdererType: 'BFT', ...common, ...smartBft(topology, ordererNode) }
    : { OrdererType: 'etcdraft', ...common, ...raft(topology, ordererNode) };
}

function smartBft(topology: Topology, ordererNode: OrdererNode): { [key: string]: Yaml } {
  const timeout = topology.leaderTimeoutMs;
  return {
    ConsenterMapping: orderersOf(topology).map((place) => {
      const { consenterId, organisation, ports } = place;
      const node = ordererNode(place);
      return {
        ID: consenterId,
        Host: topology.host,
        Port: ports.port,
        MSPID: organisation,
        Identity: node.certificateFile,
        ClientTLSCert: node.tls.certificateFile,
        ServerTLSCert: node.tls.certificateFile,
      };
    }),
    SmartBFT: {
      RequestBatchMaxCount: topology.blocks.maxTransactions,
      RequestBatchMaxBytes: topology.blocks.maxBytes,
      RequestBatchMaxInterval: `${topology.blocks.intervalMs}ms`,
      IncomingMessageBufferSize: 200,
      RequestPoolSize: 20_000,
      // A request that its leader does not order is sent to the leader by all, and then complained about.
      RequestForwardTimeout: `${Math.ceil(timeout / 2)}ms`,
      RequestComplainTimeout: `${timeout}ms`,
      RequestAutoRemoveTimeout: `${Math.max(180_000, 4 * timeout)}ms`,
      ViewChangeResendInterval: `${Math.ceil(timeout / 2)}ms`,
      ViewChangeTimeout: `${2 * timeout}ms`,
      LeaderHeartbeatTimeout: `${timeout}ms`,
      LeaderHeartbeatCount: 10,
      CollectTimeout: '1s',
      SyncOnStart: false,
      SpeedUpViewChange: false,
    },
  };
}

function raft(topology: Topology, ordererNode: OrdererNode): { [key: string]: Yaml } {
  return {
    EtcdRaft: {
      Consenters: orderersOf(topology).map((place) => {
        const { ports } = place;
        const node = ordererNode(place);
        return {
          Host: topology.host,
          Port: ports.port,
          ClientTLSCert: node.tls.certificateFile,
          ServerTLSCert: node.tls.certificateFile,
        };
      }),
      Options: {
        // An election begins after one to two times ElectionTick.
        TickInterval: `${Math.max(50, Math.floor(topology.leaderTimeoutMs / 20))}ms`,
        ElectionTick: 10,
        HeartbeatTick: 1,
        MaxInflightBlocks: 5,
        SnapshotIntervalSize: 16 * 1024 * 1024,
      },
    },
  };
}

function orderingOrganisation(layout: Layout, topology: Topology, each: TopologyOrganisation): Yaml {
  const { id } = each;
  return {
    Name: id,
    ID: id,
    MSPDir: layout.organisation(id).mspDirectory,
    OrdererEndpoints: each.orderers.map(({ port }) => `${topology.host}:${port}`),
    Policies: {
      ...signed('Readers', `OR('${id}.member')`),
      // A block of Raft is signed by an orderer and nobody else.
      ...signed('Writers', `OR('${id}.orderer')`),
      ...signed('Admins', `OR('${id}.admin')`),
    },
  };
}

function applicationOrganisation(layout: Layout, topology: Topology, each: TopologyOrganisation): Yaml {
  const { id } = each;
  return {
    Name: id,
    ID: id,
    MSPDir: layout.organisation(id).mspDirectory,
    AnchorPeers: [{ Host: topology.host, Port: each.peer.port }],
    Policies: {
      ...signed('Readers', `OR('${id}.admin', '${id}.peer', '${id}.client')`),
      ...signed('Writers', `OR('${id}.admin', '${id}.client')`),
      ...signed('Admins', `OR('${id}.admin')`),
      ...signed(ENDORSEMENT, `OR('${id}.peer')`),
    },
  };
}

/**
 * More than half of the organisations. Fabric's own word for it, `MAJORITY Endorsement`, asks every organisation's policy in
 * turn, and each of them verifies all endorsements anew: with eight organisations some thirty signatures instead of five,
 * on every peer for every transaction. So the organisations are named, and adding one brings this policy anew.
 */
function majorityOfPeers(organisations: Topology['organisations']): string {
  const peers = organisations.map(({ id }) => `'${id}.peer'`).join(', ');
  return `OutOf(${majorityOf(organisations.length)}, ${peers})`;
}

function meta(name: string, rule: 'ANY' | 'MAJORITY'): { [name: string]: Yaml } {
  return { [name]: { Type: 'ImplicitMeta', Rule: `${rule} ${name}` } };
}

function signed(name: string, rule: string): { [name: string]: Yaml } {
  return { [name]: { Type: 'Signature', Rule: rule } };
}
