import type { Believed, Context } from './context.js';
import { Fault, Undecided, type Examination } from './examination.js';
import { openTrust, TrustError, type OpenedTrust } from './trust.js';

/** A trust file as the thing to be verified: its own signature, and whether it is of the signer who is believed already. */
export async function examineTrustFile(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Promise<void> {
  const opened = await x.step('trust-artefact', [], () => {
    const value = open(bytes, context);
    const { issuer, issuedAt, validUntil } = value.trust;
    const evidence = { fingerprint: value.fingerprint, issuer: issuer.id, issuedAt, validUntil };
    return { code: 'TRUST_SIGNED', evidence, value };
  });
  await x.step('trust-signer', [opened, believed], (file, belief) => {
    const evidence = { fingerprint: file.fingerprint, believed: belief.fingerprint };
    if (file.fingerprint !== belief.fingerprint) throw new Undecided('TRUST_OTHER_SIGNER', evidence);
    const now = context.now.toISOString();
    if (now < file.trust.issuedAt) throw new Undecided('TRUST_NOT_YET_VALID', evidence);
    if (now > file.trust.validUntil) throw new Undecided('TRUST_EXPIRED', evidence);
    x.proves('TRUST_FILE_SIGNED');
    return { code: 'TRUST_SAME_SIGNER', evidence, value: { file } };
  });
}

function open(bytes: Uint8Array, context: Context): OpenedTrust {
  try {
    return openTrust(bytes, context.provider);
  } catch (error) {
    if (error instanceof TrustError) throw new Fault(error.code);
    throw error;
  }
}
