import { basename, join, relative } from 'node:path';
import type { Topology } from './topology.js';

/** Where everything of one network lies: the only place that knows file names. */
export interface Layout {
  readonly directory: string;
  /** What the operator edits. */
  readonly topologyFile: string;
  /** The topology that the channel has. */
  readonly appliedTopologyFile: string;
  /** A change of the topology that was begun and not finished. */
  readonly changeFile: string;
  readonly processesFile: string;
  readonly deploymentFile: string;
  readonly anchorFile: string;
  readonly configtxDirectory: string;
  readonly genesisFile: string;
  readonly builderDirectory: string;
  readonly ordererRootsFile: string;
  readonly scratchDirectory: string;
  connectionFile(organisation: string): string;
  organisation(id: string): OrganisationLayout;
  logFile(process: string): string;
}

export interface OrganisationLayout {
  readonly id: string;
  readonly domain: string;
  readonly directory: string;
  /** The MSP as the channel knows it: roots and roles, no key. */
  readonly mspDirectory: string;
  readonly caFile: string;
  readonly tlsCaFile: string;
  readonly peer: NodeLayout;
  readonly chaincode: NodeLayout;
  readonly admin: NodeLayout;
  /** Whom the organisation's gateway acts as. */
  readonly gateway: NodeLayout;
  orderer(number: number): NodeLayout;
  /** Where a node's new certificates wait for their turn. */
  renewed(node: NodeLayout): NodeLayout;
  readonly renewalDirectory: string;
  /** Connections to the chaincode by package label, for the external builder; holds the peer's TLS key. */
  readonly chaincodeConnections: string;
}

export interface NodeLayout {
  /** The name in the certificate. */
  readonly commonName: string;
  readonly directory: string;
  readonly mspDirectory: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly tls: { readonly certificateFile: string; readonly keyFile: string };
  /** Holds `core.yaml` or `orderer.yaml`. */
  readonly configDirectory: string;
  readonly dataDirectory: string;
}

export function layoutOf(directory: string): Layout {
  const at = (...parts: string[]) => join(directory, ...parts);
  return {
    directory,
    topologyFile: at('topology.json'),
    appliedTopologyFile: at('channel', 'topology.json'),
    changeFile: at('channel', 'change.json'),
    processesFile: at('processes.json'),
    deploymentFile: at('deployment.json'),
    anchorFile: at('anchor.json'),
    configtxDirectory: at('channel'),
    genesisFile: at('channel', 'genesis.block'),
    builderDirectory: at('builder'),
    ordererRootsFile: at('channel', 'orderer-roots.pem'),
    scratchDirectory: at('scratch'),
    connectionFile: (organisation) => at('connections', `${organisation}.json`),
    organisation: (id) => organisationOf(at('organisations', id), id),
    logFile: (process) => at('logs', `${process}.log`),
  };
}

/** Names of processes: `peer-gd`, `orderer-gd`, `orderer-gd-2`, `chaincode-gd-1` (with the sequence). */
export const processNames = {
  peer: (organisation: string) => `peer-${organisation}`,
  orderer: (organisation: string, number: number) =>
    `orderer-${organisation}${number === 1 ? '' : `-${number}`}`,
  chaincode: (organisation: string, sequence: number) => `chaincode-${organisation}-${sequence}`,
};

/** An orderer of the network with the organisation that runs it. */
export interface OrdererPlace {
  readonly name: string;
  readonly organisation: string;
  readonly number: number;
  readonly consenterId: number;
  readonly ports: Topology['organisations'][number]['orderers'][number];
}

export function orderersOf({ organisations }: Topology): OrdererPlace[] {
  return organisations.flatMap(({ id, orderers }) =>
    orderers.map((ports) => ({
      name: processNames.orderer(id, ports.number),
      organisation: id,
      number: ports.number,
      consenterId: ports.consenterId,
      ports,
    })),
  );
}

function organisationOf(directory: string, id: string): OrganisationLayout {
  const domain = `${id}.renxin.test`;
  return {
    id,
    domain,
    directory,
    mspDirectory: join(directory, 'msp'),
    caFile: join(directory, 'ca', `ca.${domain}-cert.pem`),
    tlsCaFile: join(directory, 'tlsca', `tlsca.${domain}-cert.pem`),
    peer: nodeOf(join(directory, 'peer'), `peer.${domain}`, 'server'),
    chaincode: nodeOf(join(directory, 'chaincode'), `chaincode.${domain}`, 'server'),
    admin: nodeOf(join(directory, 'admin'), `Admin@${domain}`, 'client'),
    gateway: nodeOf(join(directory, 'gateway'), `User1@${domain}`, 'client'),
    renewed: (node) => moved(node, join(directory, 'renewal', basename(node.directory))),
    renewalDirectory: join(directory, 'renewal'),
    orderer: (number) => nodeOf(join(directory, `orderer-${number}`), `orderer${number}.${domain}`, 'server'),
    chaincodeConnections: join(directory, 'peer', 'chaincode-connections'),
  };
}

function nodeOf(directory: string, commonName: string, tls: 'server' | 'client'): NodeLayout {
  return {
    commonName,
    directory,
    mspDirectory: join(directory, 'msp'),
    certificateFile: join(directory, 'msp', 'signcerts', `${commonName}-cert.pem`),
    keyFile: join(directory, 'msp', 'keystore', 'priv_sk'),
    tls: {
      certificateFile: join(directory, 'tls', `${tls}.crt`),
      keyFile: join(directory, 'tls', `${tls}.key`),
    },
    configDirectory: join(directory, 'config'),
    dataDirectory: join(directory, 'data'),
  };
}

/** The same files under another directory. */
function moved(node: NodeLayout, directory: string): NodeLayout {
  const to = (path: string) => join(directory, relative(node.directory, path));
  return {
    commonName: node.commonName,
    directory,
    mspDirectory: to(node.mspDirectory),
    certificateFile: to(node.certificateFile),
    keyFile: to(node.keyFile),
    tls: { certificateFile: to(node.tls.certificateFile), keyFile: to(node.tls.keyFile) },
    configDirectory: to(node.configDirectory),
    dataDirectory: to(node.dataDirectory),
  };
}
