export { connection, readConnection, type Connection, type PeerConnection } from './connection.js';
export { connectionCodes, ConnectionError, type ConnectionCode } from './connection-error.js';
export { serveChaincode } from './chaincode-server.js';
export {
  openFabricLedger,
  type FabricLedger,
  type FabricLedgerOptions,
  type FabricLedgerStats,
} from './fabric-ledger.js';
