export { connection, readConnection, type Connection, type PeerConnection } from './connection.js';
export { connectionCodes, ConnectionError, type ConnectionCode } from './connection-error.js';
export {
  openFabricLedger,
  type FabricLedger,
  type FabricLedgerOptions,
  type FabricLedgerStats,
} from './fabric-ledger.js';
export { deploy, type DeployOptions, type Deployment } from './deployment.js';
export { openNetwork, startNetwork, stopNetwork, type Network, type StartOptions } from './network.js';
export type { NetworkStatus, ProcessStatus } from './status.js';
export { networkCodes, NetworkError, type NetworkCode } from './network-error.js';
export { defaultTopology, type Topology, type TopologyWish } from './topology.js';
export { viewFabric } from './view.js';
