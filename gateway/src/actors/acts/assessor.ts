import type { JsonObject } from '@renxin/chaincode/canonical';
import * as wallet from '@renxin/wallets/e-certificate';
import { document, type RenderingView } from '@renxin/wallets/api';
import { nativeProvider } from '@renxin/seal/native';
import { readIfThere, requestCertificate, writeDurably } from '@renxin/wallets/keystore';
import { randomInt, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { drawing } from '../../certificates/display/index.js';
import { assessor } from '../../demonstration/organisations.js';
import { ActRefusal, type Acting } from '../acting.js';
import type { Act } from '../control.js';

const issueInput = z.strictObject({
  holder: z.string(),
  /** At whose gateway. */
  at: z.string(),
  type: z.string().default('vocational-skill-level'),
  name: z.string(),
  citizenNumber: z.string(),
  level: z.string(),
  issuedOn: z.string(),
});

/** The defining authority of the demonstration and its number for this type. */
const TYPE = '11100000TX00009928004';

const renderInput = z.strictObject({ certificate: z.string(), at: z.string() });

/** Whose authority keeps the assessor's seal and certifies its keys. */
const AUTHORITY = 'gd';
/** Who may use the seal, and when: stands in the use log. */
const SEALING = '技能评价专用章：评价合格后发证用印（演示）';

/** What the assessor does: it assesses skills, issues certificates and derives claims from them. */
export function assessorActs(acting: Acting): Record<string, Act> {
  let registered: Promise<wallet.Issuer> | undefined;
  const folder = join(acting.options.directory, 'issued');

  /** With its assertion key on the ledger. */
  async function issuer(at: string): Promise<wallet.Issuer> {
    const own = { ...(await acting.connect(at, assessor.id)), keystore: acting.keystore, registryKey: 1 };
    registered ??= wallet.registerAssertionKey(own);
    registered.catch(() => (registered = undefined));
    const { assertion } = await registered;
    return { ...own, ...(assertion !== undefined && { assertion }) };
  }

  const draw = drawing(
    (bytes) => nativeProvider.hash('SM3', bytes),
    () => acting.options.platform,
  );

  /** Seals what it issued, as OFD and as PDF, on pages that it draws itself. */
  async function seal(
    own: wallet.Issuer,
    asked: Parameters<typeof wallet.sealRendering>[1],
  ): Promise<RenderingView> {
    const kept = await readIfThere(join(folder, `${asked.certificate}.json`));
    if (kept === undefined) throw new ActRefusal('CERTIFICATE_UNKNOWN');
    const credential = document.parse(JSON.parse(kept));
    return wallet.sealRendering(own, asked, credential, { draw, authority: SEALING });
  }

  return {
    enrol: async () => {
      const { id, name } = assessor;
      const { keystore, options } = acting;
      await acting.use(id, 'organisation', id);
      if ((await keystore.certificate(id)) !== undefined) return { identifier: id };
      const { client } = await acting.connect(AUTHORITY, id);
      const at = options.clock().toISOString();
      await requestCertificate(keystore, client, id, { commonName: name }, undefined, at, 'certificate');
      return { identifier: id };
    },
    issue: async (value) => {
      const { at, holder, type, level, issuedOn, name, citizenNumber } = issueInput.parse(value);
      const own = await issuer(at);
      const certificate = `v-${randomUUID()}`;
      const serial = `GD${String(randomInt(1e11, 1e12))}`;
      const claims: JsonObject = {
        name,
        citizenNumber,
        occupation: '电工',
        occupationCode: '6-29-03-07',
        level,
        certificateNo: `S${String(randomInt(1e13, 1e14))}${String(randomInt(1e6, 1e7))}`,
        assessor: { name: assessor.name, uscc: assessor.uscc },
        issuedOn,
        certificateIdentifier: wallet.certificateIdentifier(TYPE, assessor.uscc, serial, '001'),
      };
      const application = { certificate, holder, type, region: assessor.region, issuedOn };
      const assessed = {
        kind: 'assessment' as const,
        province: at,
        region: assessor.region,
        holder,
        type,
        on: issuedOn,
      };
      const event = await wallet.recordProcess(own, assessed, {
        title: '电工技能评价（演示）',
        passed: true,
      });
      const credential = await wallet.issueCertificate(own, application, claims, { process: [event] });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeDurably(join(folder, `${certificate}.json`), JSON.stringify(credential));
      return { certificate };
    },
    /** Seals the certificate itself. */
    'seal-certificate': async (value) => {
      const { certificate, at } = renderInput.parse(value);
      const type = 'vocational-skill-level';
      return seal(await issuer(at), { certificate, rendering: wallet.ORIGINAL, type });
    },
    /** Seals every copy that holders wait for. */
    'seal-copies': async (value) => {
      const own = await issuer(z.strictObject({ at: z.string() }).parse(value).at);
      const asked = await wallet.renderingsWaiting(own);
      for (const each of asked) await seal(own, each);
      return { sealed: asked.length };
    },
    /** Signs every copy that wallets wait for. */
    'sign-copies': async (value) => {
      const own = await issuer(z.strictObject({ at: z.string() }).parse(value).at);
      const asked = await wallet.copiesWaiting(own);
      for (const each of asked) {
        const kept = await readIfThere(join(folder, `${each.certificate}.json`));
        if (kept !== undefined) await wallet.signCopy(own, each, document.parse(JSON.parse(kept)));
      }
      return { signed: asked.length };
    },
    /** Derives every claim that holders wait for. */
    derive: async (value) => {
      const own = await issuer(z.strictObject({ at: z.string() }).parse(value).at);
      const asked = await wallet.waiting(own);
      for (const each of asked) {
        const kept = await readIfThere(join(folder, `${each.certificate}.json`));
        if (kept !== undefined) await wallet.derive(own, each, document.parse(JSON.parse(kept)));
      }
      return { derived: asked.length };
    },
  };
}
