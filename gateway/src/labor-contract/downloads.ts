import { Refusal } from '../problem/index.js';
import type { ContractFile } from './contract-file.js';
import type { Desk } from './desk.js';
import { pdfOf } from './drafting.js';
import { documentOf } from './signed-inside.js';
import { bytesOf } from './signing.js';

/** The files of a contract or an amendment, under the names by which the verifier knows them. */
export const downloads = [
  {
    name: 'contract.pdf',
    contentType: 'application/pdf',
    zh: '合同文件，含其中的签名',
    en: 'The document, with the signatures inside',
  },
  {
    name: 'contract.pdf.worker.p7s',
    contentType: 'application/pkcs7-signature',
    zh: '劳动者签名',
    en: 'The worker’s signature',
  },
  {
    name: 'contract.pdf.employer.p7s',
    contentType: 'application/pkcs7-signature',
    zh: '用人单位签名',
    en: 'The employer’s signature',
  },
  {
    name: 'contract.signed.json',
    contentType: 'application/octet-stream',
    zh: '签署记录',
    en: 'The signed-contract record',
  },
  {
    name: 'contract.signed.sm2.tsr',
    contentType: 'application/timestamp-reply',
    zh: '国密时间戳',
    en: 'The SM2 time-stamp',
  },
  {
    name: 'contract.signed.ecdsa.tsr',
    contentType: 'application/timestamp-reply',
    zh: '国际算法时间戳',
    en: 'The ECDSA time-stamp',
  },
  {
    name: 'contract.ofd',
    contentType: 'application/ofd',
    zh: '劳动者签名、用人单位盖章的 OFD',
    en: 'The OFD that the worker signed and the employer sealed',
  },
] as const;

export type DownloadName = (typeof downloads)[number]['name'];

async function sealedOf(desk: Desk, name: string | undefined): Promise<Uint8Array> {
  const bytes = name === undefined ? undefined : await desk.blobs.get(name);
  if (bytes === undefined) throw new Refusal('NOT_FOUND');
  return bytes;
}

/** @throws Refusal NOT_FOUND for what is not there yet */
export async function downloadOf(
  desk: Desk,
  file: ContractFile,
  amendment: number,
  name: DownloadName,
): Promise<Uint8Array> {
  const signing = file.signings.find((each) => each.amendment === amendment);
  if (name === 'contract.pdf')
    return signing === undefined ? pdfOf(desk, file, amendment) : documentOf(desk, signing);
  if (name === 'contract.ofd') return sealedOf(desk, signing?.sealed);
  const text = {
    'contract.pdf.worker.p7s': signing?.worker?.cms,
    'contract.pdf.employer.p7s': signing?.employer?.cms,
    'contract.signed.json': signing?.concluded?.signed,
    'contract.signed.sm2.tsr': signing?.concluded?.tokens.sm2,
    'contract.signed.ecdsa.tsr': signing?.concluded?.tokens.ecdsa,
  }[name];
  if (text === undefined) throw new Refusal('NOT_FOUND');
  return bytesOf(text);
}
