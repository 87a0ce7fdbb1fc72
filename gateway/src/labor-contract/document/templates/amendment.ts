import type { Template } from '../template.js';
import { signatures } from './labor-contract.js';

/** The agreement that amends a labor contract (劳动合同法 art. 35). */
export const amendmentAgreement: Template = {
  id: 'renxin-labor-contract-amendment',
  version: 1,
  kind: 'amendment',
  title: '劳动合同变更协议',
  blocks: [
    { kind: 'title', text: '劳动合同变更协议' },
    { kind: 'subtitle', text: '合同编号：{{/contractNo}}　第{{/number}}次变更' },
    {
      kind: 'table',
      rows: [
        { cells: [{ label: '甲方（用人单位）', text: '{{/employer/name}}' }] },
        { cells: [{ label: '统一社会信用代码', text: '{{/employer/uscc}}' }] },
        { cells: [{ label: '乙方（劳动者）', text: '{{/worker/name}}' }] },
        { cells: [{ label: '{{/worker/idType}}', text: '{{/worker/idNo}}' }] },
      ],
    },
    {
      kind: 'paragraph',
      text: '甲乙双方根据《中华人民共和国劳动合同法》第三十五条，经协商一致，对编号为{{/contractNo}}的劳动合同作如下变更：',
    },
    { kind: 'article', text: '变更的内容' },
    { kind: 'list', field: '/changes', when: '/changes' },
    { kind: 'article', text: '其余条款' },
    { kind: 'paragraph', text: '原劳动合同中没有变更的条款继续有效，双方应当继续履行。' },
    { kind: 'article', text: '生效和保存' },
    {
      kind: 'item',
      text: '双方一致同意采用电子形式订立本协议，使用可靠的电子签名，并附可信时间戳。本协议自双方完成电子签名时生效，是原劳动合同的组成部分。',
    },
    {
      kind: 'item',
      text: '甲方应当及时通知乙方查收。乙方有权随时免费查看、下载和打印本协议；甲方应当将本协议与原劳动合同一并保存。',
    },
    signatures(),
  ],
};
