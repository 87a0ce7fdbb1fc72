import type { Layout } from './layout.js';
import type { Topology, TopologyOrganisation } from './topology.js';
import type { Yaml } from './yaml.js';

/** The name by which peers know our external builder. */
export const BUILDER = 'renxin_service';

/** `core.yaml` of an organisation's peer, and of the `peer` program that its administrator runs. */
export function peerConfig(layout: Layout, topology: Topology, { id, peer }: TopologyOrganisation): Yaml {
  const place = layout.organisation(id);
  const { host } = topology;
  const tls = {
    enabled: true,
    cert: { file: place.peer.tls.certificateFile },
    key: { file: place.peer.tls.keyFile },
  };
  return {
    peer: {
      id: place.peer.commonName,
      networkId: topology.channel,
      listenAddress: `${host}:${peer.port}`,
      address: `${host}:${peer.port}`,
      // Nobody calls here, the peer calls its chaincode; without a port of its own every peer would take 7052.
      chaincodeListenAddress: `${host}:0`,
      localMspId: id,
      localMspType: 'bccsp',
      mspConfigPath: place.peer.mspDirectory,
      fileSystemPath: place.peer.dataDirectory,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      tls: {
        ...tls,
        rootcert: { file: place.tlsCaFile },
        clientAuthRequired: false,
        clientRootCAs: { files: [place.tlsCaFile] },
      },
      client: { connTimeout: '5s' },
      authentication: { timewindow: '15m' },
      gateway: {
        enabled: true,
        endorsementTimeout: '20s',
        broadcastTimeout: '20s',
        dialTimeout: '5s',
      },
      discovery: { enabled: true, authCacheEnabled: true, authCacheMaxSize: 1000 },
      gossip: {
        bootstrap: `${host}:${peer.port}`,
        endpoint: `${host}:${peer.port}`,
        externalEndpoint: `${host}:${peer.port}`,
        // One peer for each organisation: each takes its blocks from the orderers itself.
        useLeaderElection: false,
        orgLeader: true,
        state: { enabled: false },
        aliveTimeInterval: '2s',
        aliveExpirationTimeout: '10s',
        reconnectInterval: '5s',
        publishCertPeriod: '5s',
        pvtData: { implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 0 } },
      },
      deliveryclient: {
        policy: 'cluster',
        blockGossipEnabled: false,
        connTimeout: '3s',
        minimalReconnectInterval: '100ms',
        reConnectBackoffThreshold: '2s',
        reconnectTotalTimeThreshold: '24h',
        blockCensorshipTimeoutKey: '10s',
      },
      handlers: {
        // Peers of 2.5, which may take part with Raft, know no window; the rules' host has one of its own.
        authFilters: [
          { name: 'DefaultAuth' },
          { name: 'ExpirationCheck' },
          ...(topology.consensus === 'bft' ? [{ name: 'TimeWindowCheck' }] : []),
        ],
        decorators: [{ name: 'DefaultDecorator' }],
        endorsers: { escc: { name: 'DefaultEndorsement' } },
        validators: { vscc: { name: 'DefaultValidation' } },
      },
      limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 } },
      maxRecvMsgSize: 104_857_600,
      maxSendMsgSize: 104_857_600,
    },
    vm: { endpoint: '' },
    chaincode: {
      mode: 'net',
      keepalive: 0,
      installTimeout: '60s',
      startuptimeout: '20s',
      executetimeout: '30s',
      externalBuilders: [
        {
          name: BUILDER,
          path: layout.builderDirectory,
          propagateEnvironment: ['RENXIN_CHAINCODE_CONNECTIONS'],
        },
      ],
      system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
      logging: { level: 'info', shim: 'warning' },
      runtimeParams: { useWriteBatch: true, useGetMultipleKeys: true },
    },
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
      history: { enableHistoryDatabase: false },
      pvtdataStore: {
        collElgProcMaxDbBatchSize: 5000,
        collElgProcDbBatchesInterval: 1000,
        deprioritizedDataReconcilerInterval: '60m',
        purgeInterval: 100,
      },
      snapshots: { rootDir: `${place.peer.dataDirectory}/snapshots` },
    },
    operations: {
      listenAddress: `${host}:${peer.operationsPort}`,
      tls: { ...tls, clientAuthRequired: true, clientRootCAs: { files: [place.tlsCaFile] } },
    },
    metrics: { provider: 'prometheus' },
  };
}

/** What the process of a peer gets in its environment besides. */
export function peerEnvironment(layout: Layout, id: string): Record<string, string> {
  const place = layout.organisation(id);
  return {
    FABRIC_CFG_PATH: place.peer.configDirectory,
    FABRIC_LOGGING_SPEC: 'warning:gossip.comm=error:comm.grpc.server=error',
    RENXIN_CHAINCODE_CONNECTIONS: place.chaincodeConnections,
  };
}

/** The environment in which an organisation's administrator runs `peer`. */
export function adminEnvironment(layout: Layout, id: string): Record<string, string> {
  const place = layout.organisation(id);
  return {
    FABRIC_CFG_PATH: place.peer.configDirectory,
    FABRIC_LOGGING_SPEC: 'warning',
    CORE_PEER_MSPCONFIGPATH: place.admin.mspDirectory,
    CORE_PEER_TLS_ROOTCERT_FILE: place.tlsCaFile,
  };
}
