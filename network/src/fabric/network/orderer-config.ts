import type { Layout, OrdererPlace } from './layout.js';
import type { Topology } from './topology.js';
import type { Yaml } from './yaml.js';

/** `orderer.yaml` of one orderer. */
export function ordererConfig(layout: Layout, topology: Topology, place: OrdererPlace): Yaml {
  const organisation = layout.organisation(place.organisation);
  const node = organisation.orderer(place.number);
  const { host } = topology;
  const tls = {
    Enabled: true,
    Certificate: node.tls.certificateFile,
    PrivateKey: node.tls.keyFile,
  };
  const internal = { ...tls, ClientAuthRequired: true, ClientRootCAs: [organisation.tlsCaFile] };
  return {
    General: {
      ListenAddress: host,
      ListenPort: place.ports.port,
      TLS: { ...tls, RootCAs: [organisation.tlsCaFile], ClientAuthRequired: false },
      Cluster: {
        ClientCertificate: node.tls.certificateFile,
        ClientPrivateKey: node.tls.keyFile,
        RootCAs: [layout.ordererRootsFile],
        SendBufferSize: 100,
        DialTimeout: '3s',
        RPCTimeout: '5s',
        ReplicationPullTimeout: '3s',
        ReplicationRetryTimeout: '2s',
      },
      BootstrapMethod: 'none',
      LocalMSPDir: node.mspDirectory,
      LocalMSPID: place.organisation,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      Authentication: { TimeWindow: '15m' },
      Keepalive: { ServerMinInterval: '30s', ServerInterval: '2h', ServerTimeout: '20s' },
      // Orderers of 2.5, which may take part with Raft, end when they read this.
      ...(topology.consensus === 'bft' && {
        Backoff: { BaseDelay: '200ms', Multiplier: 1.6, MaxDelay: '3s' },
      }),
    },
    FileLedger: { Location: `${node.dataDirectory}/ledger` },
    Consensus: {
      WALDir: `${node.dataDirectory}/consensus/wal`,
      SnapDir: `${node.dataDirectory}/consensus/snapshot`,
    },
    Operations: { ListenAddress: `${host}:${place.ports.operationsPort}`, TLS: internal },
    Metrics: { Provider: 'prometheus' },
    Admin: { ListenAddress: `${host}:${place.ports.adminPort}`, TLS: internal },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: 10_485_760 },
  };
}

/** What the process of an orderer gets in its environment besides. */
export function ordererEnvironment(layout: Layout, place: OrdererPlace): Record<string, string> {
  return {
    FABRIC_CFG_PATH: layout.organisation(place.organisation).orderer(place.number).configDirectory,
    FABRIC_LOGGING_SPEC: 'warning:comm.grpc.server=error',
  };
}
