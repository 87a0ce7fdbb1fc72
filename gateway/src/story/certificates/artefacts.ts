import type { JsonObject } from '@renxin/chaincode/canonical';
import type { ArtefactGroup } from '../../play/format.js';
import type { Stage } from '../stage.js';

/** What the story of the certificate leaves. */
export const certificateArtefacts: readonly ArtefactGroup[] = [
  {
    id: 'certificate',
    title: { zh: '职业技能等级证书', en: 'The vocational skill level certificate' },
    about: {
      zh: '可验证凭证，SM2 和 EdDSA 两份证明；旁边是签发省当时的状态列表，以及评价机构盖章的 OFD 和 PDF，签名数据写明所显示的凭证。',
      en: 'A verifiable credential with an SM2 and an EdDSA proof; beside it the issuing province’s status lists of that moment, and the pages that the assessor sealed, as OFD and as PDF: what is signed names the credential that they show.',
    },
    files: {
      'certificate.vc.json': { zh: '证书', en: 'The certificate' },
      'certificate.vc.status.json': { zh: '状态列表', en: 'Its status lists' },
      'certificate.ofd': { zh: '盖章的证书（OFD）', en: 'The sealed certificate as OFD' },
      'certificate.pdf': { zh: '签名的证书（PDF）', en: 'The signed certificate as PDF' },
    },
  },
  {
    id: 'certificate-copy',
    title: { zh: '证书的加注件', en: 'A copy for one purpose' },
    about: {
      zh: '只用于入职核验，只给一家单位，到期作废；用途、对象和期限印在页面上，也在签名数据里。',
      en: 'For one purpose, one recipient and ninety days; all three stand on the page and in what is signed.',
    },
    files: {
      'certificate.copy.ofd': { zh: '加注件（OFD）', en: 'The copy as OFD' },
      'certificate.copy.pdf': { zh: '加注件（PDF）', en: 'The copy as PDF' },
    },
  },
  {
    id: 'presentation',
    title: { zh: '向上海的出示', en: 'The presentation to Shanghai' },
    about: {
      zh: '只含等级，写明用途、对象和期限；由持证人的密钥签名。',
      en: 'The level alone, with purpose, recipient and expiry, signed by the holder’s key.',
    },
    files: {
      'presentation.json': { zh: '出示', en: 'The presentation' },
      'presentation.status.json': { zh: '状态列表', en: 'Its status lists' },
      'presentation.holder.json': {
        zh: '持证人密钥的账本证明',
        en: 'The ledger’s proof of the holder’s key',
      },
    },
  },
];

/**
 * Keeps a document and, beside it, the status lists that it names, as they are published now; without white space, whose
 * change would leave the meaning intact.
 */
export async function keepWithStatus(
  stage: Stage,
  name: string,
  document: JsonObject,
  credential: JsonObject,
): Promise<void> {
  const entries = credential['credentialStatus'] as readonly { readonly statusListCredential: string }[];
  const lists = await Promise.all(
    entries.map(async ({ statusListCredential }) => (await fetch(statusListCredential)).json()),
  );
  const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  stage.keep(`${name}.json`, bytes(document));
  stage.keep(`${name}.status.json`, bytes(lists));
}

/** Keeps, beside a presentation, the ledger's proof of the keys of who shows it. */
export async function keepHolder(stage: Stage, name: string, presentation: JsonObject): Promise<void> {
  const { holder } = presentation;
  if (typeof holder !== 'string') throw new TypeError('no holder');
  const identifier = holder.split(':').at(-1) ?? '';
  const path = `/api/v1/registry/identifiers/${identifier}/state-proof`;
  const response = await fetch(stage.gatewayOf('gd') + path);
  stage.keep(`${name}.holder.json`, new Uint8Array(await response.arrayBuffer()));
}
