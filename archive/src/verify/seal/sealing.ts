import type { SealFacts, SealSignatureReport } from '@renxin/seal/eseal';
import type { Check } from '@renxin/seal/verify';
import { restsOn, type Believed } from '../context.js';
import { requireChecks } from '../document/checks.js';
import { Fault, type Examination, type Shown } from '../examination.js';

/**
 * The steps over one signature with an e-seal, wherever it stands; what it is over, `about` checks once the signature
 * itself holds.
 */
export async function examineSealing(
  x: Examination,
  believed: Believed | undefined,
  { checks, sealed }: { readonly checks: readonly Check[]; readonly sealed: SealSignatureReport['sealed'] },
  about?: (signature: Shown<'sealing', object> | undefined) => Promise<void>,
): Promise<void> {
  const data = await x.step('seal-data', [], () => {
    requireChecks(checks, ['format', 'algorithms']);
    return { code: 'SEAL_DATA_OK', evidence: aboutSeal(sealed?.seal), value: { checks } };
  });
  const signature = await x.step('sealing', [data], () => {
    const evidence = { certificate: sealed?.signer.serial, claimedTime: sealed?.claimedAt };
    requireChecks(checks, ['signature', 'signer-in-seal'], evidence);
    return { code: 'SEALING_OK', evidence, value: {} };
  });
  await about?.(signature);
  const time = await x.step('sealing-time', [signature], () => {
    requireChecks(checks, ['time-stamp', 'time']);
    const at = sealed?.trustedAt;
    if (typeof at !== 'string') throw new Fault('STEP_ERROR');
    const latest = sealed?.timeStamp?.stamped?.latest.toISOString() ?? at;
    x.bounds({ bound: 'notAfter', source: 'time-stamp:seal', time: latest });
    x.proves('TIME_STAMPED');
    restsOn(x, believed, sealed?.timeStamp?.stamped?.chain.at(-1)?.der);
    return { code: 'SEALING_TIME_OK', evidence: { at }, value: {} };
  });
  await x.step('sealing-certificate', [time], () => {
    const evidence = { certificate: sealed?.signer.serial, issuer: sealed?.signer.issuer };
    requireChecks(checks, ['signer', 'revocation'], evidence);
    const anchor = restsOn(x, believed, sealed?.chain.at(-1)?.der);
    const later = sealed?.revokedLater ?? null;
    x.proves('SEALED_BY_OWNER');
    return {
      code: later === null ? 'CERTIFICATE_OK' : 'CERTIFICATE_REVOKED_LATER',
      outcome: later === null ? 'pass' : 'warn',
      evidence: { ...evidence, anchor, revokedLater: later },
      value: {},
    };
  });
  await examineMaker(x, believed, data, sealed?.seal);
  await x.step('seal-period', [data], () => {
    requireChecks(checks, ['seal-period']);
    return { code: 'SEAL_PERIOD_OK', evidence: periodOf(sealed?.seal), value: {} };
  });
  x.leavesOpen('SEAL_STATE_UNKNOWN');
}

/** The steps about the maker, the same for a seal by itself and for one inside a signature. */
export async function examineMaker(
  x: Examination,
  believed: Believed | undefined,
  report: { readonly checks: readonly Check[] } | undefined,
  seal: SealFacts | undefined,
): Promise<void> {
  const made = await x.step('seal-signature', [report], ({ checks }) => {
    requireChecks(checks, ['seal-signature'], { maker: seal?.maker.serial });
    return { code: 'SEAL_SIGNED', evidence: { maker: seal?.maker.subject }, value: { checks } };
  });
  await x.step('seal-maker', [made], ({ checks }) => {
    const evidence = { maker: seal?.maker.subject, certificate: seal?.maker.serial };
    requireChecks(checks, ['maker', 'maker-time', 'maker-revocation'], evidence);
    const anchor = restsOn(x, believed, seal?.chain.at(-1)?.der);
    x.proves('SEAL_MADE');
    return {
      code: 'SEAL_MAKER_OK',
      evidence: { ...evidence, anchor, statusAsOf: seal?.statusAsOf },
      value: {},
    };
  });
}

/** Seals of organisations are public; of another's (type 2 is a person's) the name is not repeated. */
export function aboutSeal(seal: SealFacts | undefined): Record<string, unknown> {
  if (seal === undefined) return {};
  const { version, esId, type, name, vendor, picture } = seal;
  const { width, height } = picture;
  return {
    version,
    esId,
    type,
    ...(type === 1 && { name }),
    vendor,
    picture: { type: picture.type, width, height },
    signers:
      seal.signers.kind === 'certificates' ? seal.signers.certificates.length : seal.signers.digests.length,
  };
}

export function periodOf(seal: SealFacts | undefined): Record<string, unknown> {
  return { validFrom: seal?.validFrom, validUntil: seal?.validUntil };
}
