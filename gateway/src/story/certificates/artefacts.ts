import type { JsonObject } from '@renxin/chaincode/canonical';
import type { ArtefactGroup } from '../../play/format.js';
import type { Stage } from '../stage.js';

/** What the story of the certificate leaves. */
export const certificateArtefacts: readonly ArtefactGroup[] = [
  {
    id: 'certificate',
    title: { zh: '职业技能等级证书', en: 'The vocational skill level certificate' },
    about: {
      zh: '可验证凭证，SM2 和 EdDSA 两份证明；旁边是签发省当时的状态列表。',
      en: 'A verifiable credential with an SM2 and an EdDSA proof; beside it the issuing province’s status lists of that moment.',
    },
    files: {
      'certificate.vc.json': { zh: '证书', en: 'The certificate' },
      'certificate.vc.status.json': { zh: '状态列表', en: 'Its status lists' },
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
