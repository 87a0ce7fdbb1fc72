export { connection, readConnection, type Connection, type PeerConnection } from './ledger/connection.js';
export { connectionCodes, ConnectionError, type ConnectionCode } from './ledger/connection-error.js';
export {
  openFabricLedger,
  type FabricLedger,
  type FabricLedgerOptions,
  type FabricLedgerStats,
} from './ledger/fabric-ledger.js';
export { deploy, type DeployOptions, type Deployment } from './network/deployment.js';
export {
  openNetwork,
  startNetwork,
  stopNetwork,
  type Network,
  type StartOptions,
} from './network/network.js';
export type { NetworkStatus, ProcessStatus } from './network/status.js';
export { networkCodes, NetworkError, type NetworkCode } from './network/network-error.js';
export { defaultTopology, type Topology, type TopologyWish } from './network/topology.js';
export { viewFabric } from './ledger/view.js';
export { addOrganisation, describeAddition, type Addition } from './network/addition.js';
export { removeOrderer } from './network/orderer-removal.js';
export { rejoinPeer, type Rejoining } from './network/rejoining.js';
export { renewCertificates, type Renewal } from './network/renewal.js';
