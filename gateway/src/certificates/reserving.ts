import type { JsonObject } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { reservedBy } from '@renxin/chaincode/messages';
import type { reservedRequest } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { signAsProvince, type CertificateDesk } from './desk.js';
import { keysOf } from './keys.js';
import { typeNamed } from './subject.js';

/** Identifiers that a province reserved for people to whom it issued before they came: docs/formats/registry.md. */

/** The person's, while no key is bound to it. */
export async function reservedFor(
  desk: Pick<CertificateDesk, 'holders' | 'personKey' | 'ledger'>,
  citizenNumber: string,
): Promise<string | undefined> {
  const identifier = (await desk.holders.get(desk.personKey(citizenNumber)))?.value.identifier;
  if (identifier === undefined || reservedBy(identifier) === undefined) return undefined;
  try {
    await desk.ledger.evaluate(registry.operations.identifier, { identifier });
    return undefined;
  } catch (error) {
    if (error instanceof ContractError && error.code === 'IDENTIFIER_UNKNOWN') return identifier;
    throw error;
  }
}

/**
 * The province's word that a reserved identifier is to have this key: the identity authority says that the key is of the
 * person for whom it was reserved, by citizen number and by the name on every certificate.
 * @throws Refusal ATTESTATION_INVALID, IDENTITY_NOT_PROVEN, HOLDER_MISMATCH
 */
export async function reservedGiven(
  desk: CertificateDesk,
  { attestation, binding }: z.infer<typeof reservedRequest>,
): Promise<{ reserved: string }> {
  const said = await desk.identities.check(attestation);
  const identifier = await reservedFor(desk, said.citizenNumber);
  const isTheirs =
    identifier !== undefined &&
    said.identifier === identifier &&
    binding.identifier === identifier &&
    binding.key.point === said.key.point &&
    binding.authority === said.authority &&
    binding.relation === 'credential' &&
    binding.towards === desk.organisation;
  if (!isTheirs || !(await isNamed(desk, said))) throw new Refusal('HOLDER_MISMATCH');
  return { reserved: await signAsProvince(desk, 'registry/bind', binding) };
}

async function isNamed(
  desk: CertificateDesk,
  { citizenNumber, name }: { readonly citizenNumber: string; readonly name: string },
): Promise<boolean> {
  const theirs = (await desk.people.get(desk.personKey(citizenNumber)))?.value.certificates ?? [];
  for (const certificate of theirs) {
    const file = (await desk.files.get(certificate))?.value;
    if (file?.issued === undefined) continue;
    const claims = file.issued.credential['credentialSubject'] as JsonObject;
    if (keysOf(typeNamed(file.type).definition, claims)?.name !== name) return false;
  }
  return true;
}
