export { connection, readConnection, type Connection, type PeerConnection } from './connection.js';
export { connectionCodes, ConnectionError, type ConnectionCode } from './connection-error.js';
export {
  openFabricLedger,
  type FabricLedger,
  type FabricLedgerOptions,
  type FabricLedgerStats,
} from './fabric-ledger.js';
export { deploy, startNetwork, type Deployment, type Network, type NetworkOptions } from './network.js';
export { NetworkError } from './network-error.js';
export { defaultTopology, type Topology, type TopologyWish } from './topology.js';
