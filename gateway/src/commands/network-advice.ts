import { NetworkError, type NetworkCode } from '@renxin/network/fabric';

/** For each code: what is in the way, and what to do. */
const advice: Readonly<Record<NetworkCode, string>> = {
  FABRIC_BINARY_MISSING:
    '找不到 Fabric 程序：请按文档安装，并把 FABRIC_BIN 设为其目录。 Programs of Fabric are missing: install them as its documentation says and set FABRIC_BIN to their directory.',
  FABRIC_VERSION_UNSUPPORTED:
    'Fabric 版本不合：需要同一版本的 2.5 或 3.x；BFT 需要 3.x（或用 --consensus raft）。 These versions of Fabric do not serve: all of one version, 2.5 or 3; BFT needs 3 (or use --consensus raft).',
  FABRIC_TOPOLOGY_INVALID:
    '拓扑文件有误，请按所列位置改正。 The topology is not valid: correct what is listed.',
  FABRIC_TOPOLOGY_CHANGED:
    '拓扑与已建通道不一致：请恢复原文件，或换一个空目录。 The topology is not the one that the channel was made of: restore it, or use an empty directory.',
  FABRIC_CHANGE_UNFINISHED:
    '另一变更尚未完成：请先重复该命令将其完成。 Another change was begun and not finished: repeat that command first.',
  FABRIC_DIRECTORY_FOREIGN:
    '目录不为空且不是网络目录，请用 --dir 换一个。 The directory holds something else: choose another with --dir.',
  FABRIC_RUNNING:
    '网络已在运行：用 network status 查看，network down 停止。 The network runs already: see it with network status, stop it with network down.',
  FABRIC_NOT_UP: '网络未启动：请先运行 network up。 The network is not up: run network up first.',
  FABRIC_PORT_TAKEN:
    '端口已被占用：请停止占用者，或用 --port 换起始端口（已有网络改 topology.json）。 Ports are in use: end who uses them, or choose another first port with --port.',
  FABRIC_IDENTITY_INVALID: '身份文件有误。 An identity does not hold: see the file.',
  FABRIC_IDENTITY_EXPIRED: '证书已过期，请换新证书。 A certificate has expired: renew it.',
  FABRIC_CHANNEL_EXISTS:
    '同名通道已存在，其首个区块不是本目录的：请恢复 channel/，或换一个空目录。 A channel of this name exists and began with another block: restore channel/, or use an empty directory.',
  FABRIC_SEQUENCE_OTHER:
    '序号不对：请使用下一个序号，或不写 --sequence。 Another sequence is committed: use the next one, or leave --sequence out.',
  FABRIC_PROCESS_UNKNOWN: '没有这个进程。 There is no such process.',
  FABRIC_PROCESS_ENDED: '进程已退出，请看日志。 A process ended: see its log.',
  FABRIC_NO_LEADER:
    '排序节点没有选出主节点：请检查是否有足够多的节点在运行。 The orderers have no leader: see whether enough of them run.',
  FABRIC_TIMEOUT: '等待超时，请看日志后重试。 It took too long: see the logs and try again.',
  FABRIC_COMMAND_FAILED: 'Fabric 程序报错。 A program of Fabric refused.',
};

/** The code, what to do, and the details. Errors that are not the network's own are shown as they are. */
export function explainNetwork(error: unknown): string {
  if (!(error instanceof NetworkError)) return `无法完成 It failed: ${String(error)}`;
  const details = Object.entries(error.detail).map(([name, value]) => `  ${name}: ${value}`);
  return [`${error.code}  ${advice[error.code]}`, ...details].join('\n');
}
