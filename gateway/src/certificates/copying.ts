import type { JsonObject } from '@renxin/chaincode/canonical';
import { certificate as contract } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { subjectsOf, type Credential } from '@renxin/credentials/credential';
import type { CredentialFormat } from '@renxin/credentials/openid4vci';
import type { copyRequest, signedCopy } from '@renxin/wallets/api';
import { unsignedCopy } from '@renxin/wallets/e-certificate';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import type { JsonRecord } from '../store/index.js';
import type { CopyFile } from './certificate-file.js';
import { load, sm3OfJson, type Asker, type CertificateDesk } from './desk.js';
import { schemaOfCredential } from './subject.js';

/**
 * Copies of a certificate for the keys of wallets that are in no register. A copy says what its certificate says, is by the
 * same issuer, and falls with it: it has a place in the status list of its own, so that two verifiers that see two copies
 * do not see one certificate there.
 */

/** Most copies of one certificate. */
const MOST = 200;

/**
 * Copies for these keys, each signed at once where the issuer is this province; others wait for their issuer.
 * @param subjects DIDs of the keys
 * @throws Refusal CERTIFICATE_UNKNOWN, COPIES_EXHAUSTED; ContractError with the state of a certificate that is not valid
 */
export async function copied(
  desk: CertificateDesk,
  certificate: string,
  subjects: readonly string[],
  format: CredentialFormat,
): Promise<CopyFile[]> {
  const { value } = await load(desk, certificate, ({ issued }) => issued !== undefined);
  return desk.turns.take(`copies ${certificate}`, async () => {
    const { records } = await desk.copies.list({ prefix: `${certificate}:`, limit: MOST });
    if (records.length + subjects.length > MOST) throw new Refusal('COPIES_EXHAUSTED');
    const askedAt = desk.clock().toISOString();
    const fresh = await Promise.all(
      subjects.map(async (subject): Promise<CopyFile> => {
        const [copy, status] = [`c-${randomUUID()}`, await desk.statusLists.place()];
        return { schema: 1, copy, certificate, issuer: value.issuer, subject, format, status, askedAt };
      }),
    );
    // The places are kept before the state is asked for: whatever is decided from here on reaches them.
    await desk.store.write(fresh.map((each) => desk.copies.put(keyOf(each), each, 0)));
    await requireValid(desk, certificate);
    if (value.issuer !== desk.organisation) return fresh;
    return Promise.all(fresh.map((each) => signedHere(desk, each)));
  });
}

/** A copy by its name. */
export async function copyNamed(
  desk: CertificateDesk,
  certificate: string,
  copy: string,
): Promise<CopyFile | undefined> {
  return (await desk.copies.get(keyOf({ certificate, copy })))?.value;
}

/** What waits for this issuer: what it has to sign, but for its proofs. */
export async function copiesFor(desk: CertificateDesk, asker: Asker): Promise<z.infer<typeof copyRequest>[]> {
  const waiting: z.infer<typeof copyRequest>[] = [];
  let after: string | undefined;
  do {
    const page = await desk.copies.list({ limit: 500, ...(after !== undefined && { after }) });
    for (const { value } of page.records) {
      if (value.issuer !== asker.identifier || value.credential !== undefined) continue;
      const { copy, certificate, format } = value;
      waiting.push({ copy, certificate, format, unsigned: await unsignedOf(desk, value) });
    }
    after = page.next;
  } while (after !== undefined && waiting.length < MOST);
  return waiting;
}

/**
 * The issuer hands a copy in, signed: exactly what it was asked to sign.
 * @throws Refusal COPY_UNKNOWN, CREDENTIAL_MISMATCH, CREDENTIAL_PROOF_INVALID; ContractError as {@link copied}
 */
export async function copyHandedIn(
  desk: CertificateDesk,
  asker: Asker,
  { certificate, copy, credential: given }: z.infer<typeof signedCopy>,
): Promise<{ copy: string }> {
  const known = await desk.copies.get(keyOf({ certificate, copy }));
  if (known === undefined || known.value.issuer !== asker.identifier) throw new Refusal('COPY_UNKNOWN');
  const { credential, by } = await desk.proofs.ofCredential(given);
  schemaOfCredential(credential, desk.clock());
  const asked = await unsignedOf(desk, known.value);
  if (by !== asker.identifier || !isAsAsked(desk, given, credential, asked))
    throw new Refusal('CREDENTIAL_MISMATCH');
  await requireValid(desk, certificate);
  await keep(desk, known, given);
  return { copy };
}

/** Whether a credential is a copy, by its name: `<certificate>#c-…`. */
export function isCopy({ id = '' }: Pick<Credential, 'id'>): boolean {
  return /#c-[a-z0-9-]+$/.test(id);
}

async function signedHere(desk: CertificateDesk, file: CopyFile): Promise<CopyFile> {
  const credential = await desk.sign(await unsignedOf(desk, file));
  const known = await desk.copies.get(keyOf(file));
  if (known === undefined) throw new Refusal('COPY_UNKNOWN');
  return keep(desk, known, credential);
}

async function keep(
  desk: CertificateDesk,
  { value, version }: JsonRecord<CopyFile>,
  credential: JsonObject,
): Promise<CopyFile> {
  const file = { ...value, credential };
  await desk.store.write([desk.copies.put(keyOf(file), file, version)]);
  return file;
}

async function unsignedOf(desk: CertificateDesk, file: CopyFile): Promise<JsonObject> {
  const { value } = await load(desk, file.certificate, ({ issued }) => issued !== undefined);
  return unsignedCopy(value.issued?.credential ?? {}, {
    ledger: desk.ledger.name,
    certificate: file.certificate,
    copy: file.copy,
    subject: file.subject,
    credentialStatus: desk.statusLists.entries(file.status),
    at: file.askedAt,
  });
}

/** @throws ContractError with the certificate's state, CERTIFICATE_UNKNOWN */
async function requireValid(desk: CertificateDesk, certificate: string): Promise<void> {
  const at = desk.clock().toISOString();
  const { code } = await desk.ledger.evaluate(contract.operations.standing, { certificate, at });
  if (code !== undefined) throw new ContractError(code);
}

function isAsAsked(
  desk: CertificateDesk,
  given: JsonObject,
  credential: Credential,
  asked: JsonObject,
): boolean {
  const { proof: _proof, ...unsigned } = given;
  const [subject] = subjectsOf(credential);
  return (
    subject !== undefined && sm3OfJson(desk, unsigned).every((byte, i) => byte === sm3OfJson(desk, asked)[i])
  );
}

function keyOf({ certificate, copy }: Pick<CopyFile, 'certificate' | 'copy'>): string {
  return `${certificate}:${copy}`;
}
