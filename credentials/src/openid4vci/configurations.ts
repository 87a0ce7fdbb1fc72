import type { JsonObject } from '@renxin/chaincode/canonical';
import { RENXIN_CONTEXT, VC_CONTEXT } from '../context/index.js';
import { cryptosuites } from '../data-integrity/index.js';
import { jwsAlgorithms } from '../jose/index.js';
import { vctOf } from '../sd-jwt/index.js';
import { credentialTypes, type CredentialType, type Field } from '../schema/index.js';

/** What an issuer of this system offers (OpenID4VCI 1.0 section 12.2.4): every type of certificate in every format. */

export const credentialFormats = ['ldp_vc', 'dc+sd-jwt'] as const;
export type CredentialFormat = (typeof credentialFormats)[number];

/** A type of certificate in a format: what a wallet asks for. */
export interface Configuration {
  readonly id: string;
  /** The type's word. */
  readonly type: string;
  readonly format: CredentialFormat;
}

/** The configurations of a type: its word, with the format behind it where that is not `ldp_vc`. */
export function configurationsOf(type: string): readonly Configuration[] {
  return credentialFormats.map((format) => ({ id: configurationId(type, format), type, format }));
}

/** The configuration of an identifier, or undefined. */
export function configurationNamed(id: string): Configuration | undefined {
  return certificateTypes()
    .flatMap(({ word }) => configurationsOf(word))
    .find((each) => each.id === id);
}

/** As metadata has them, by identifier. */
export function configurationsSupported(): Record<string, JsonObject> {
  return Object.fromEntries(
    certificateTypes().flatMap((type) =>
      configurationsOf(type.word).map(({ id, format }) => [
        id,
        { ...common(type), ...inFormat[format](type) },
      ]),
    ),
  );
}

function configurationId(type: string, format: CredentialFormat): string {
  return type + SUFFIX[format];
}

const SUFFIX: Readonly<Record<CredentialFormat, string>> = {
  ldp_vc: '',
  'dc+sd-jwt': '.dc+sd-jwt',
};

/** A claim is derived for one verifier, so it is not offered. */
function certificateTypes(): readonly CredentialType[] {
  return credentialTypes.filter(({ word }) => !word.endsWith('-claim'));
}

const inFormat: Readonly<Record<CredentialFormat, (type: CredentialType) => JsonObject>> = {
  ldp_vc: (type) => ({
    format: 'ldp_vc',
    credential_signing_alg_values_supported: Object.keys(cryptosuites),
    credential_definition: {
      '@context': [VC_CONTEXT, RENXIN_CONTEXT],
      type: ['VerifiableCredential', type.type],
    },
    credential_metadata: metadataOf(type, ['credentialSubject']),
  }),
  'dc+sd-jwt': (type) => ({
    format: 'dc+sd-jwt',
    credential_signing_alg_values_supported: ['EdDSA'],
    vct: vctOf({ definition: type }),
    credential_metadata: metadataOf(type, []),
  }),
};

function common({ word }: CredentialType): JsonObject {
  return {
    scope: word,
    cryptographic_binding_methods_supported: ['jwk', 'did:key', 'did:renxin'],
    proof_types_supported: {
      jwt: { proof_signing_alg_values_supported: Object.values(jwsAlgorithms) },
      attestation: { proof_signing_alg_values_supported: Object.values(jwsAlgorithms) },
    },
  };
}

/** Names of the type and of its members in both languages. */
function metadataOf({ label, fields }: CredentialType, at: readonly string[]): JsonObject {
  return {
    display: [
      { name: label.zh, locale: 'zh-CN' },
      { name: label.en, locale: 'en' },
    ],
    claims: Object.entries(fields).map(([name, field]) => claimOf([...at, name], field)),
  };
}

function claimOf(path: readonly string[], { label, required }: Field): JsonObject {
  return {
    path: [...path],
    mandatory: required,
    display: [
      { name: label.zh, locale: 'zh-CN' },
      { name: label.en, locale: 'en' },
    ],
  };
}
