import type { Template } from '../template.js';

/** 出证报告: what a bundle holds and how it is verified, for people. It says less than verification shows, never more. */
export const evidenceCertificateTemplate: Template = {
  id: 'renxin-evidence-certificate',
  version: 1,
  kind: 'certificate',
  title: '电子数据存证出证报告',
  blocks: [
    { kind: 'title', text: '电子数据存证出证报告' },
    { kind: 'subtitle', text: '报告编号：{{/serial}}' },
    {
      kind: 'paragraph',
      text: '本报告说明所附证据包中电子劳动合同的存证情况，由平台依据账本记录生成，供仲裁和诉讼对照。是否成立以对证据包的离线核验为准，本报告不代替核验，也不是鉴定意见。',
    },
    {
      kind: 'table',
      rows: [
        { cells: [{ label: '合同', text: '{{/contract}}' }] },
        { cells: [{ label: '文件摘要（SM3）', text: '{{/sm3}}' }] },
        { cells: [{ label: '文件摘要（SHA-256）', text: '{{/sha256}}' }] },
        {
          cells: [
            { label: '当事人标识', text: '用人单位 {{/employer}}；劳动者 {{/worker}}（仅用于本劳动关系）' },
          ],
        },
        { cells: [{ label: '账本', text: '{{/ledger}}' }] },
        { cells: [{ label: '订立上链', text: '{{/concludedAt}}，区块 {{/height}}' }] },
        { cells: [{ label: '导出', text: '{{/issuedBy}}，{{/at}}' }] },
      ],
    },
    { kind: 'caption', text: '核验能够证明' },
    {
      kind: 'paragraph',
      text: '文件自双方签署以来逐字节未变；由账本登记的双方密钥签署；签署时间在账本区块、两枚时间戳所界定的区间之内；订立和导出记录在账本上。',
    },
    { kind: 'caption', text: '核验不能证明' },
    {
      kind: 'paragraph',
      text: '签署、上链之前内容的真实性；签署人的意思表示是否自由；所示页面与实际显示是否一致。平台所用证书、身份核验和时间戳均为测试或沙箱，不主张可靠电子签名；不主张已取得区块链信息服务备案编号和网络安全等级保护测评结论；未作系统清洁性检查。',
    },
    { kind: 'caption', text: '如何核验' },
    {
      kind: 'paragraph',
      text: '断开网络，打开 verify.html，另行取得信任文件并核对其指纹，再放入证据包。未改动的证据包应得“验证通过”；任何一个字节改动，应得“验证不通过”。',
    },
    { kind: 'note', text: '二维码内容为本报告编号和文件 SM3 摘要，可与上表对照。' },
  ],
};
