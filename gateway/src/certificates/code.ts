import { certificate as contract } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { subjectsOf, type Credential } from '@renxin/credentials/credential';
import { SdJwtError } from '@renxin/credentials/sd-jwt';
import type { certificateCodeAnswer, certificateCodeRequest } from '@renxin/wallets/api';
import { certificateUrn, didOf } from '@renxin/wallets/e-certificate';
import encodeQR from 'qr';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { load, type Asker, type CertificateDesk } from './desk.js';

/**
 * A certificate as a QR code that a phone without a network can check: the province's word, now, about its status and the
 * members that the holder chose.
 * @throws Refusal CERTIFICATE_UNKNOWN, CLAIM_UNKNOWN, CODE_TOO_LONG; ContractError with the code of a state that is not good
 */
export async function codeOf(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  { claims, minutes }: z.infer<typeof certificateCodeRequest>,
): Promise<z.infer<typeof certificateCodeAnswer>> {
  const { value: file } = await load(desk, certificate, ({ holder }) => holder === asker.identifier);
  if (file.issued === undefined) throw new Refusal('CERTIFICATE_UNKNOWN');
  const found = await desk.ledger.evaluate(contract.operations.standing, { certificate });
  if (found.code !== undefined) throw new ContractError(found.code, { certificate });
  const { record, origin } = found;
  const { type, region, validUntil } = record.beginning.body;
  const seconds = Math.floor(desk.clock().getTime() / 1000);
  const content = {
    iss: didOf(desk.ledger.name, desk.organisation),
    iat: seconds,
    exp: seconds + minutes * 60,
    id: certificateUrn(desk.ledger.name, certificate),
    type,
    provenance: record.beginning.provenance,
    issuer: origin.issuer,
    region,
    issuedOn: origin.beginning.body.issuedOn,
    ...(validUntil !== undefined && { validUntil }),
    claims: chosen(file.issued.credential as unknown as Credential, claims),
  };
  try {
    const code = await desk.signCode(content);
    return {
      code,
      image: encodeQR(code, 'svg', { ecc: 'medium', border: 4 }),
      statusAsOf: new Date(content.iat * 1000).toISOString(),
      expires: new Date(content.exp * 1000).toISOString(),
    };
  } catch (error) {
    if (error instanceof SdJwtError) throw new Refusal('CODE_TOO_LONG', {}, { cause: error });
    throw error;
  }
}

/** Texts of the subject's top level. */
function chosen(credential: Credential, names: readonly string[]): Record<string, string> {
  const subject = subjectsOf(credential)[0] ?? {};
  return Object.fromEntries(
    names.map((name) => {
      const value = name === 'id' ? undefined : subject[name];
      if (typeof value !== 'string') throw new Refusal('CLAIM_UNKNOWN');
      return [name, value];
    }),
  );
}
