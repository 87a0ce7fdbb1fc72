import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../../src/fabric/network/binaries.js';
import { packageChaincode } from '../../src/fabric/network/chaincode-package.js';
import { orderersOf } from '../../src/fabric/network/layout.js';
import { NetworkError, type NetworkCode } from '../../src/fabric/network/network-error.js';
import { defaultTopology, parseTopology } from '../../src/fabric/network/topology.js';
import { toYaml } from '../../src/fabric/network/yaml.js';

const refused =
  (code: NetworkCode, about = /./) =>
  (error: unknown) =>
    error instanceof NetworkError && error.code === code && about.test(JSON.stringify(error.detail));

describe('a topology of a Fabric network', () => {
  it('is by default five organisations and four BFT orderers of four of them', () => {
    const topology = defaultTopology();
    const ids = topology.organisations.map(({ id }) => id);
    assert.deepEqual(ids, ['mohrss', 'gd', 'sh', 'sc', 'gd-court']);
    const orderers = orderersOf(topology).map(({ organisation }) => organisation);
    assert.deepEqual(orderers, ['mohrss', 'gd', 'sh', 'gd-court']);
    assert.equal(topology.consensus, 'bft');
  });

  it('has three orderers with Raft, and two of one organisation when there are too few', () => {
    assert.equal(orderersOf(defaultTopology({ consensus: 'raft' })).length, 3);
    const names = orderersOf(defaultTopology({ organisations: 3 })).map(({ name }) => name);
    assert.deepEqual(names, ['orderer-mohrss', 'orderer-mohrss-2', 'orderer-gd', 'orderer-gd-court']);
  });

  it('survives being written and read', () => {
    const topology = defaultTopology({ organisations: 8 });
    assert.deepEqual(parseTopology(JSON.stringify(topology), 'topology.json'), topology);
  });

  it('is refused with every fault and no value', () => {
    const [first] = defaultTopology().organisations;
    const twice = { ...defaultTopology(), organisations: [first, first] };
    const parse = (value: unknown) => () => parseTopology(JSON.stringify(value), 'topology.json');
    assert.throws(parse(twice), refused('FABRIC_TOPOLOGY_INVALID', /twice.*used twice/));
    assert.throws(parse({ schema: 1 }), refused('FABRIC_TOPOLOGY_INVALID', /organisations/));
    assert.throws(() => parseTopology('{', 'topology.json'), refused('FABRIC_TOPOLOGY_INVALID', /not JSON/));
    assert.throws(() => defaultTopology({ orderers: 3 }), refused('FABRIC_TOPOLOGY_INVALID', /4 orderers/));
    assert.throws(() => defaultTopology({ organisations: 0 }), refused('FABRIC_TOPOLOGY_INVALID'));
  });

  it('becomes YAML', () => {
    const yaml = toYaml({ a: 'x: "y"', b: [{ c: 1, d: [] }, true], e: {}, f: undefined });
    assert.equal(yaml, 'a: "x: \\"y\\""\nb:\n  - c: 1\n    d: []\n  - true\ne: {}\n');
  });

  it('packages a chaincode to the same bytes each time, and to others for another sequence', () => {
    assert.equal(packageChaincode('renxin', '1', 1).id, packageChaincode('renxin', '1', 1).id);
    assert.notEqual(packageChaincode('renxin', '1', 1).id, packageChaincode('renxin', '1', 2).id);
  });
});

describe("Fabric's programs", () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'renxin-bin-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = (name: string, version: string) =>
    writeFile(join(folder, name), `#!/bin/sh\necho " Version: v${version}"\n`, { mode: 0o755 });
  const all = ['peer', 'orderer', 'configtxgen', 'configtxlator', 'cryptogen', 'osnadmin'];

  it('are all named when they are missing, with where to get them', async () => {
    await put('peer', '3.1.5');
    const missing = /orderer, configtxgen, configtxlator, cryptogen, osnadmin.*readthedocs/;
    await assert.rejects(findBinaries({ FABRIC_BIN: folder }), refused('FABRIC_BINARY_MISSING', missing));
  });

  it('are refused when they are of another version, or not all of one', async () => {
    for (const name of all) await put(name, '1.4.12');
    await assert.rejects(findBinaries({ FABRIC_BIN: folder }), refused('FABRIC_VERSION_UNSUPPORTED'));
    for (const name of all) await put(name, '3.1.5');
    await put('orderer', '2.5.12');
    await assert.rejects(findBinaries({ FABRIC_BIN: folder }), refused('FABRIC_VERSION_UNSUPPORTED'));
  });

  it('know BFT from 3 on', async () => {
    for (const name of all) await put(name, '2.5.12');
    assert.equal((await findBinaries({ FABRIC_BIN: folder })).bft, false);
    for (const name of all) await put(name, '3.1.5');
    assert.equal((await findBinaries({ PATH: folder })).bft, true);
  });
});
