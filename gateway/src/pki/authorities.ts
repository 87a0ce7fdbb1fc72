import type { CertificateAuthority } from './certificate-authority.js';

/** The certificate authorities of a platform: a root and a province's below it for each kind of key, and that of seal makers. */
export const authorityNames = [
  'root',
  'province',
  'root-p256',
  'province-p256',
  'root-rsa',
  'province-rsa',
  'seal-makers',
] as const;
export type AuthorityName = (typeof authorityNames)[number];

export function isAuthorityName(name: string): name is AuthorityName {
  return (authorityNames as readonly string[]).includes(name);
}

/** The authorities by name, each constructed once: they number their lists. */
export interface CertificateAuthorities {
  readonly ready: Readonly<Record<Exclude<AuthorityName, `${string}-rsa`>, CertificateAuthority>>;
  /** Also those with RSA, which are made when they are first asked for. */
  of(name: AuthorityName): Promise<CertificateAuthority>;
  /** Every one that exists, nearest to people first. */
  all(): Promise<readonly CertificateAuthority[]>;
}
