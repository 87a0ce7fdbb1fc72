import {
  addOrganisation,
  deploy,
  describeAddition,
  openNetwork,
  rejoinPeer,
  removeOrderer,
  renewCertificates,
  startNetwork,
  stopNetwork,
  type NetworkStatus,
} from '@renxin/network/fabric';
import { CHAINCODE } from '../fabric/private-network.js';
import { explainNetwork } from './network-advice.js';
import { networkCall, type NetworkCall } from './network-call.js';
import { say, usage } from './usage.js';

/** `renxin network ACTION`: a Hyperledger Fabric network of plain processes on this machine. */
export async function network(args: string[]): Promise<number> {
  const call = networkCall(args);
  const action = call !== undefined && Object.hasOwn(actions, call.action) ? actions[call.action] : undefined;
  if (call === undefined || action === undefined) {
    say(usage, 'error');
    return 3;
  }
  try {
    return await action(call);
  } catch (error) {
    say(explainNetwork(error), 'error');
    return 1;
  }
}

const actions: Readonly<Record<string, (call: NetworkCall) => Promise<number>>> = {
  async up({ directory, wish, json }) {
    const started = performance.now();
    const running = await startNetwork({
      directory,
      wish,
      chaincodeMain: CHAINCODE,
      onProgress: progress,
    });
    const status = await running.status();
    say(json ? JSON.stringify(status, null, 2) : table(status));
    if (!json) {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      say(`\n网络已启动 the network is up (${seconds} s)：${running.directory}`);
      if (status.consensus === 'raft')
        say(
          'Raft：每个区块只有一个排序节点的签名。 Raft: a block carries the signature of one orderer only.',
        );
      if (status.deployment === undefined)
        say('下一步 next: renxin network deploy --dir ' + running.directory);
    }
    return 0;
  },
  async status({ directory, json }) {
    const status = await (await openNetwork(directory)).status();
    say(json ? JSON.stringify(status, null, 2) : table(status));
    return status.processes.every(({ pid }) => pid !== undefined) ? 0 : 1;
  },
  async deploy({ directory, sequence }) {
    const running = await openNetwork(directory);
    const { label, packageId } = await deploy(running, {
      chaincodeMain: CHAINCODE,
      ...(sequence !== undefined && { sequence }),
      onProgress: progress,
    });
    say(`规则已部署 the rules are deployed: ${label}\n${packageId}`);
    return 0;
  },
  async 'add-organisation'({ directory, about: id, wish: { firstPort }, dryRun }) {
    const running = await openNetwork(directory);
    const asked = { id, ...(firstPort !== undefined && { firstPort }) };
    if (dryRun) {
      say((await describeAddition(running, asked)) ?? '通道已有该机构。 The channel has it.');
      return 0;
    }
    const added = await addOrganisation(running, {
      ...asked,
      chaincodeMain: CHAINCODE,
      onProgress: progress,
    });
    say(added ? `已加入 added: ${id}` : `已在网络中 it is there: ${id}`);
    return 0;
  },
  async 'renew-certificates'({ directory, about: id, from }) {
    const running = await openNetwork(directory);
    await renewCertificates(running, { id, ...(from !== undefined && { from }), onProgress: progress });
    say(`证书已更换 renewed: ${id}`);
    return 0;
  },
  async 'remove-orderer'({ directory, about: name }) {
    await removeOrderer(await openNetwork(directory), { name, onProgress: progress });
    say(`已移除 removed: ${name}`);
    return 0;
  },
  async 'rejoin-peer'({ directory, about: id, snapshotOf }) {
    await rejoinPeer(await openNetwork(directory), {
      id,
      ...(snapshotOf !== undefined && { snapshotOf }),
      chaincodeMain: CHAINCODE,
      onProgress: progress,
    });
    say(`节点已重新加入 rejoined: ${id}`);
    return 0;
  },
  async down({ directory }) {
    const ended = await stopNetwork(directory);
    say(
      ended === 0
        ? '没有运行中的进程。 Nothing was running.'
        : `已停止 ended ${ended} 个进程 processes；数据保留在 the data stays in ${directory}`,
    );
    return 0;
  },
};

function progress(step: string): void {
  say(`· ${step}`, 'error');
}

function table({ version, channel, consensus, deployment, processes }: NetworkStatus): string {
  const rows = processes.map(({ name, pid, height, leads, residentBytes }) => [
    pid === undefined ? '✕' : '✓',
    name,
    pid === undefined ? '未运行 not running' : String(pid),
    height === undefined ? '' : `高度 height ${height}`,
    leads ? '主节点 leader' : '',
    residentBytes === undefined ? '' : `${Math.round(residentBytes / 1e6)} MB`,
  ]);
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const total = processes.reduce((sum, each) => sum + (each.residentBytes ?? 0), 0);
  const rules =
    deployment === undefined
      ? '未部署 not deployed'
      : `${deployment.label} (sequence ${deployment.sequence})`;
  return [
    `Fabric ${version}  通道 channel ${channel}  共识 consensus ${consensus}  规则 rules ${rules}`,
    ...lines,
    `内存 memory ${Math.round(total / 1e6)} MB`,
  ].join('\n');
}
