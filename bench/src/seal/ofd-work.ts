import { demonstrationTerms, Seeded, syntheticPerson } from '@renxin/gateway/demonstration';
import { drawOfd, layOutContract, templates, type LaidOut } from '@renxin/gateway/document';
import { writeSeal } from '@renxin/seal/eseal';
import { nativeProvider as provider } from '@renxin/seal/native';
import { sealOfd } from '@renxin/seal/ofd';
import { issueCertificate, issueRoot, POLICY_TEST } from '@renxin/seal/pki';
import { generateSigner, signerOf } from '@renxin/seal/signer';
import { randomBytes } from 'node:crypto';

/** What it takes to seal; all of it can be handed to a thread. */
export interface SealingKit {
  /** PKCS#8 DER of an SM2 key, and its certificate. */
  readonly privateKey: Uint8Array;
  readonly certificate: Uint8Array;
  /** DER of SESeal. */
  readonly seal: Uint8Array;
}

const AT = new Date('2026-03-02T08:00:00.000Z');
const ACTIVATION = { id: 'bench', method: 'unattended', at: AT.toISOString() } as const;

/** A root, and below it who makes the seal and who seals with it. */
export async function makeKit(picture: Uint8Array): Promise<SealingKit> {
  const root = generateSigner('SM2').signer;
  const maker = generateSigner('SM2').signer;
  const { signer, privateKey } = generateSigner('SM2');
  const period = { notBefore: new Date(AT.getTime() - 1e9), notAfter: new Date(AT.getTime() + 1e10) };
  const common = {
    policies: [POLICY_TEST],
    random: randomBytes,
    activation: ACTIVATION,
    provider,
    ...period,
  };
  const subject = (commonName: string) => ({ country: 'CN', commonName });
  const issuer = {
    signer: root,
    certificate: await issueRoot({ ...common, signer: root, subject: subject('演示根 CA') }),
  };
  const issue = (profile: 'seal-maker' | 'organisation', { key }: typeof root) =>
    issueCertificate({ ...common, issuer, profile, key, subject: subject(profile) });
  const certificate = await issue('organisation', signer);
  const seal = await writeSeal(
    {
      vendor: 'RENXIN',
      esId: '44000000000001',
      type: 1,
      name: '演示科技有限公司',
      signers: { kind: 'certificates', certificates: [certificate] },
      createdAt: period.notBefore,
      validFrom: period.notBefore,
      validUntil: period.notAfter,
      picture: { type: 'PNG', data: picture, width: 40, height: 40 },
    },
    { signer: maker, certificate: await issue('seal-maker', maker), activation: ACTIVATION },
  );
  return { privateKey, certificate, seal };
}

/** The first two pages of a labor contract between people of this number. */
export function twoPages(number: number): LaidOut {
  const [template] = templates;
  if (template === undefined) throw new Error('no template');
  const person = syntheticPerson(new Seeded(number));
  const terms = demonstrationTerms(
    person,
    template,
    `RX-2026-${String(number).padStart(6, '0')}`,
    '2026-03-02',
  );
  const { layout, content } = layOutContract(terms, {
    sm3: (bytes) => provider.hash('SM3', bytes),
    demonstration: true,
  });
  return { layout: { ...layout, pages: layout.pages.slice(0, 2) }, content };
}

/** Draws the pages as OFD and seals them, with a normal stamp on the first page; from memory to memory. */
export function sealer({
  privateKey,
  certificate,
  seal,
}: SealingKit): (laid: LaidOut) => Promise<Uint8Array> {
  const signer = signerOf(privateKey);
  return ({ layout, content }) =>
    sealOfd(
      drawOfd(layout, { content, createdAt: AT }),
      { seal, stamps: [{ kind: 'normal', page: 1, x: 100, y: 100 }], at: AT, close: true },
      { signer, certificate, activation: ACTIVATION, provider },
    );
}
