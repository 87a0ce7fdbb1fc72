import type { Template } from '../template.js';

/**
 * The certificate that an employer must issue when a contract is dissolved or terminated (劳动合同法 art. 50, 实施条例
 * art. 24). It states what the regulation asks for and no reason.
 */
export const endCertificateTemplate: Template = {
  id: 'renxin-labor-contract-end-certificate',
  version: 1,
  kind: 'certificate',
  title: '解除、终止劳动合同证明',
  blocks: [
    { kind: 'title', text: '解除、终止劳动合同证明' },
    { kind: 'subtitle', text: '证明编号：{{/certificateNo}}' },
    {
      kind: 'paragraph',
      text: '{{/worker/name}}（{{/worker/idType}}：{{/worker/idNo}}）与本单位订立的劳动合同（合同编号：{{/contractNo}}）已于{{/endedOn}}依法{{/kind}}。特此证明。',
    },
    {
      kind: 'table',
      rows: [
        {
          cells: [{ label: '劳动合同期限', text: '{{/termType}}，{{/startDate}}起至{{/endDate}}止' }],
          when: '/endDate',
        },
        { cells: [{ label: '劳动合同期限', text: '{{/termType}}，{{/startDate}}起' }], when: '!/endDate' },
        { cells: [{ label: '{{/kind}}日期', text: '{{/endedOn}}' }] },
        { cells: [{ label: '工作岗位', text: '{{/jobTitle}}' }] },
        { cells: [{ label: '本单位工作年限', text: '{{/serviceMonths}}（自{{/serviceSince}}起）' }] },
      ],
    },
    {
      kind: 'paragraph',
      text: '本单位将在劳动合同解除或者终止后十五日内，为劳动者办理档案和社会保险关系转移手续。',
    },
    {
      kind: 'signatures',
      boxes: [
        {
          party: 'employer',
          heading: '用人单位',
          lines: ['{{/employer/name}}', '统一社会信用代码：{{/employer/uscc}}', '出具日期：{{/issuedOn}}'],
          inside: '以电子签名签署，见随附的独立签名文件',
        },
      ],
    },
    {
      kind: 'note',
      text: '本证明依据《中华人民共和国劳动合同法》第五十条和《中华人民共和国劳动合同法实施条例》第二十四条出具。',
    },
  ],
};
