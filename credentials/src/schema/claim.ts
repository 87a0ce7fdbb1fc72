import type { CredentialType, Fields } from './definition.js';

/**
 * What an issuer derives from a certificate for one verifier: any of its fields, none of which must be there. So a holder
 * shows the level without the name. Everything that is there is checked as in the certificate.
 */
export function claimOf(certificate: CredentialType): CredentialType {
  const { type, word, label, fields } = certificate;
  return {
    ...certificate,
    type: `${type}Claim`,
    word: `${word}-claim`,
    label: { zh: `${label.zh}（部分信息）`, en: `${label.en}, in part` },
    fields: withoutDuty(fields),
  };
}

function withoutDuty(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, required: false }]),
  );
}
