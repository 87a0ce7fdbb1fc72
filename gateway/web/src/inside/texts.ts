import type { Command, Network, Transaction } from '../../../src/inside/format';
import type { Text } from '../language/language';

export type Node = Network['organisations'][number]['nodes'][number];

export const texts = {
  title: { zh: '网络：看看账本内部', en: 'Network: a look inside the ledger' },
  kinds: {
    embedded: {
      zh: '现在是内置账本：一个运营者签署每个区块。改写会被钱包发现，但这不是多机构共识。',
      en: 'This is the embedded ledger: one operator signs every block. Wallets notice a rewritten history, but there is no consensus between organisations.',
    },
    fabric: {
      zh: '现在是 Hyperledger Fabric 网络：每个机构在自己的节点上执行同样的规则，多数机构背书的交易才会生效。',
      en: 'This is a Hyperledger Fabric network: each organisation runs the same rules on its own peer, and a transaction counts only when a majority endorsed it.',
    },
  },
  shown: {
    zh: '本页只是展示；要确信，请看每条指令的证明，它在本浏览器内验证。',
    en: 'This page only shows. To be sure, open a command’s proof: it is verified in this browser.',
  },
  refresh: { zh: '刷新', en: 'Refresh' },
  reading: { zh: '正在读取……', en: 'Reading…' },
  readAt: { zh: '读取于', en: 'Read' },
  figures: { zh: '概况', en: 'In short' },
  ledger: { zh: '账本', en: 'Ledger' },
  height: { zh: '高度', en: 'Height' },
  organisations: { zh: '机构', en: 'Organisations' },
  endorsement: { zh: '须背书', en: 'To endorse' },
  consensus: { zh: '共识', en: 'Consensus' },
  nodes: { zh: '机构与节点', en: 'Organisations and nodes' },
  unregistered: { zh: '未在注册表登记', en: 'Not on the registry' },
  noHeight: { zh: '高度未知', en: 'height not known' },
  behind: { zh: '落后', en: 'behind by' },
  blocks: { zh: '最近的区块', en: 'Latest blocks' },
  block: { zh: '区块', en: 'Block' },
  noBlocks: {
    zh: '还没有区块。请先在首页执行故事的第一步，再回来刷新。',
    en: 'No blocks yet. Play the first step on the start page, then come back and refresh.',
  },
  toStory: { zh: '去首页执行故事', en: 'Play the story on the start page' },
  earlier: { zh: '更早的区块', en: 'Earlier blocks' },
  hash: { zh: '区块头摘要', en: 'Header digest' },
  signedBy: { zh: '签署：', en: 'Signed by: ' },
  notSigned: { zh: '没有签名', en: 'no signature' },
  transaction: { zh: '交易', en: 'Transaction' },
  submitter: { zh: '提交：', en: 'Handed in by: ' },
  endorsers: { zh: '背书：', en: 'Endorsed by: ' },
  proof: { zh: '查看证明', en: 'See the proof' },
  proofTitle: { zh: '指令的证明', en: 'The proof of a command' },
  noProof: {
    zh: '还没有选择指令。请在上面的区块里按“查看证明”。',
    en: 'No command chosen yet. Press “See the proof” in a block above.',
  },
  proving: { zh: '正在取得并验证证明……', en: 'Fetching and verifying the proof…' },
  download: { zh: '下载证明', en: 'Download the proof' },
  event: { zh: '事件', en: 'event' },
} as const;

export const consensus: Record<Network['consensus'], Text> = {
  operator: { zh: '单一运营者', en: 'one operator' },
  raft: { zh: 'Raft（容忍宕机）', en: 'Raft (crashes tolerated)' },
  bft: { zh: 'BFT（容忍作恶）', en: 'BFT (malice tolerated)' },
};

export const roles: Record<Node['role'], Text> = {
  operator: { zh: '账本运营者', en: 'Operator' },
  peer: { zh: '对等节点', en: 'Peer' },
  orderer: { zh: '排序节点', en: 'Orderer' },
};

export const nodeStates: Record<Node['state'], Text & { readonly sign: string }> = {
  answers: { sign: '✓', zh: '有应答', en: 'answers' },
  silent: { sign: '✕', zh: '无应答', en: 'silent' },
  unknown: { sign: '?', zh: '近期未签署区块', en: 'signed no recent block' },
};

export const transactionKinds: Record<Transaction['kind'], Text> = {
  commands: { zh: '指令', en: 'Commands' },
  configuration: { zh: '网络配置', en: 'Configuration of the network' },
  other: { zh: '链码管理', en: 'Management of the chaincode' },
};

export const validities = {
  valid: { sign: '✓', zh: '有效', en: 'Valid' },
  setAside: { sign: '✕', zh: '未生效', en: 'Set aside' },
} as const;

export const outcomes: Record<Command['outcome'], Text & { readonly sign: string }> = {
  done: { sign: '✓', zh: '已执行', en: 'Done' },
  refused: { sign: '✕', zh: '被拒绝', en: 'Refused' },
  fault: { sign: '✕', zh: '规则出错', en: 'Fault of the rules' },
  deferred: { sign: '…', zh: '移到下一批', en: 'Put into the next batch' },
};

/** What a command does, by `contract.operation`. */
export const commands: Readonly<Record<string, Text>> = {
  'registry.found': { zh: '创始记录', en: 'Found the ledger' },
  'registry.change': { zh: '注册表变更', en: 'Change the registry' },
  'registry.bind': { zh: '密钥绑定', en: 'Bind a key' },
  'registry.rotate': { zh: '密钥轮换', en: 'Rotate a key' },
  'registry.announce-recovery': { zh: '密钥恢复：公告', en: 'Announce a recovery' },
  'registry.cancel-recovery': { zh: '密钥恢复：撤销', en: 'Cancel a recovery' },
  'registry.complete-recovery': { zh: '密钥恢复：完成', en: 'Complete a recovery' },
  'labor-contract.draft': { zh: '登记草稿', en: 'Record a draft' },
  'labor-contract.disclose': { zh: '确认事先告知', en: 'Acknowledge the disclosure' },
  'labor-contract.revise': { zh: '修订草稿', en: 'Revise the draft' },
  'labor-contract.lock': { zh: '定稿', en: 'Lock the document' },
  'labor-contract.decline': { zh: '拒签', en: 'Decline' },
  'labor-contract.withdraw': { zh: '撤回', en: 'Withdraw' },
  'labor-contract.conclude': { zh: '订立合同', en: 'Conclude the contract' },
  'labor-contract.amend': { zh: '变更合同', en: 'Amend the contract' },
  'labor-contract.deliver': { zh: '送达', en: 'Deliver' },
  'labor-contract.acknowledge': { zh: '签收', en: 'Acknowledge delivery' },
  'labor-contract.dissolve': { zh: '解除或终止', en: 'End the contract' },
  'labor-contract.dispose': { zh: '销毁', en: 'Dispose' },
  'labor-contract.hold': { zh: '封存', en: 'Hold' },
  'labor-contract.release': { zh: '解除封存', en: 'Release the hold' },
  'labor-contract.export': { zh: '导出证据包', en: 'Export an evidence bundle' },
};

/** What to do when something went wrong on this page. */
export const advice: Text = {
  zh: '请确认平台和网络仍在运行，稍候几秒，再按“刷新”。这里只读取，什么都不会丢失。',
  en: 'See that the platform and the network still run, wait some seconds, then press “Refresh”. This page only reads; nothing is lost.',
};
