import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { signDetached, type Checkpoint } from '@renxin/seal/cms';
import type { Signer } from '@renxin/seal/signer';
import { buildSignedContract, shownDigest, type ActivationRecord, type Role } from '../src/bundle/index.js';
import type { NamedFile, EmbeddedTrust } from '../src/verify/index.js';
import { signTrust } from '../src/verify/index.js';
import { activation, provider, sm3, text, type Authorities } from './pki.js';

/** One party of a signing. */
export interface SigningParty {
  readonly party: string;
  readonly signer: Signer;
  readonly certificate: Uint8Array;
}

export interface SigningRequest {
  readonly ledger: string;
  readonly contract: string;
  readonly amendment?: number;
  readonly version?: number;
  readonly parties: Readonly<Record<Role, SigningParty>>;
  readonly checkpoint: Checkpoint;
  readonly at: Date;
  readonly stampedAt?: Date;
  readonly document?: Uint8Array;
  readonly crls?: readonly Uint8Array[];
}

export interface Signing {
  readonly document: Uint8Array;
  readonly pages: readonly string[];
  readonly layout: Uint8Array;
  readonly cms: Record<Role, Uint8Array>;
  readonly activation: Record<Role, ActivationRecord>;
  readonly signed: Uint8Array;
  readonly tokens: { sm2: Uint8Array; ecdsa: Uint8Array };
}

export const DOCUMENT = text(
  '%PDF-1.7\n% 演示：电子劳动合同\n' + 'stands for a rendered contract\n'.repeat(40) + '%%EOF\n',
);

/** Both parties sign the document as wallets do, and the record of it is time-stamped. */
export async function makeSigning(authorities: Authorities, request: SigningRequest): Promise<Signing> {
  const document = request.document ?? DOCUMENT;
  const layouts = [
    { page: 1, lines: [{ runs: [{ text: '劳动合同' }] }] },
    { page: 2, lines: [{ runs: [{ text: '签署' }] }] },
  ];
  const pages = layouts.map((page) => sm3(canonicalBytes(page)));
  const shown = shownDigest(provider, sm3(document), pages);
  const sign = async (role: Role): Promise<{ cms: Uint8Array; record: ActivationRecord }> => {
    const record: ActivationRecord = {
      id: `${role}-activation-${request.amendment ?? 0}`,
      method: 'confirmation',
      at: request.at.toISOString(),
    };
    const { signer, certificate } = request.parties[role];
    const cms = await signDetached({
      document,
      signer,
      certificate,
      chain: [authorities.root.certificate],
      crls: request.crls ?? authorities.crls,
      signedAttributes: {
        signingTime: request.at,
        checkpoint: request.checkpoint,
        shown,
        activation: sm3(canonicalBytes(record)),
      },
      activation,
      provider,
    });
    return { cms, record };
  };
  const [worker, employer] = [await sign('worker'), await sign('employer')];
  const signed = buildSignedContract(
    {
      ledger: request.ledger,
      contract: request.contract,
      amendment: request.amendment ?? 0,
      version: request.version ?? 1,
      document,
      pages,
      worker: { party: request.parties.worker.party, cms: worker.cms },
      employer: { party: request.parties.employer.party, cms: employer.cms },
    },
    provider,
  );
  return {
    document,
    pages,
    layout: canonicalBytes({ pages: layouts }),
    cms: { worker: worker.cms, employer: employer.cms },
    activation: { worker: worker.record, employer: employer.record },
    signed,
    tokens: await authorities.stamp(signed, request.stampedAt ?? new Date(request.at.getTime() + 2000)),
  };
}

/** The files of a signing beside each other, as `demo` leaves them. */
export function besideEachOther(signing: Signing, base = 'contract'): NamedFile[] {
  return [
    { name: `${base}.pdf`, bytes: signing.document },
    { name: `${base}.pdf.worker.p7s`, bytes: signing.cms.worker },
    { name: `${base}.pdf.employer.p7s`, bytes: signing.cms.employer },
    { name: `${base}.signed.json`, bytes: signing.signed },
    { name: `${base}.signed.sm2.tsr`, bytes: signing.tokens.sm2 },
    { name: `${base}.signed.ecdsa.tsr`, bytes: signing.tokens.ecdsa },
  ];
}

/** A trust file over these authorities. */
export async function makeTrust(
  authorities: Authorities,
  issuer: Signer,
  about: Pick<
    EmbeddedTrust,
    'ledger' | 'issuedAt' | 'validUntil' | 'genesis' | 'operators' | 'organisations'
  >,
  changes: Partial<EmbeddedTrust> = {},
): Promise<Uint8Array> {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const { root, p256Root } = authorities;
  const trust: EmbeddedTrust = {
    schema: 1,
    ...about,
    issuer: { id: 'ministry', name: '人社部（演示）', key: issuer.key },
    certificateAuthorities: [
      {
        name: '演示根 SM2',
        certificate: base64(root.certificate),
        uses: ['person', 'organisation', 'time-stamp'],
        standing: 'test',
        operator: 'ministry',
      },
      {
        name: '演示根 P-256',
        certificate: base64(p256Root.certificate),
        uses: ['time-stamp'],
        standing: 'test',
        operator: 'ministry',
      },
    ],
    ...changes,
  };
  return signTrust(trust, issuer, activation);
}

export const noLedger = toBase64url(new Uint8Array(32).fill(7));
