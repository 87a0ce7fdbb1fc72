import { canonicalBytes } from '@renxin/chaincode/canonical';
import type { Template } from '../template.js';
import { amendmentAgreement } from './amendment.js';
import { endCertificateTemplate } from './end-certificate.js';
import { evidenceCertificateTemplate } from './evidence-certificate.js';
import { dispatchContract, fixedTermContract, openEndedContract, projectContract } from './labor-contract.js';

export {
  amendmentAgreement,
  dispatchContract,
  endCertificateTemplate,
  evidenceCertificateTemplate,
  fixedTermContract,
  openEndedContract,
  projectContract,
};

/** Every template, each version kept for as long as a contract names it. */
export const templates: readonly Template[] = [
  fixedTermContract,
  openEndedContract,
  projectContract,
  dispatchContract,
  amendmentAgreement,
  endCertificateTemplate,
  evidenceCertificateTemplate,
];

/** Which contracts can be drafted; the first is what a draft names unless it chooses another. */
export const published: readonly Template[] = [fixedTermContract, dispatchContract];

/** The template of that name and version, or undefined. */
export function templateOf(id: string, version: number): Template | undefined {
  return templates.find((template) => template.id === id && template.version === version);
}

/** What a template's SM3 is computed over. */
export function templateBytes(template: Template): Uint8Array {
  const known = bytes.get(template) ?? canonicalBytes(template);
  bytes.set(template, known);
  return known;
}

const bytes = new WeakMap<Template, Uint8Array>();
