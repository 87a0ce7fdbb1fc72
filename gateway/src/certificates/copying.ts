import type { JsonObject } from '@renxin/chaincode/canonical';
import type { Credential } from '@renxin/credentials/credential';
import type { CredentialFormat } from '@renxin/credentials/openid4vci';
import type { copyRequest, signedCopy } from '@renxin/wallets/api';
import { unsignedCopy } from '@renxin/wallets/e-certificate';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import type { JsonRecord } from '../store/index.js';
import type { CopyFile } from './certificate-file.js';
import { load, requireStanding, sm3OfJson, type Asker, type CertificateDesk } from './desk.js';
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
    await requireStanding(desk, certificate);
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
  const asked = await unsignedOf(desk, known.value);
  const { by, unsigned } =
    typeof given === 'string' ? await sdJwtCopy(desk, given, asked) : await documentCopy(desk, given);
  const isText = known.value.format === 'dc+sd-jwt';
  const isIt = by === asker.identifier && isText === (typeof given === 'string');
  if (!isIt || !isSame(desk, unsigned, asked)) throw new Refusal('CREDENTIAL_MISMATCH');
  await requireStanding(desk, certificate);
  await keep(desk, known, given);
  return { copy };
}

/** Whether a credential is a copy, by its name: `<certificate>#c-…`. */
export function isCopy({ id = '' }: Pick<Credential, 'id'>): boolean {
  return /#c-[a-z0-9-]+$/.test(id);
}

async function signedHere(desk: CertificateDesk, file: CopyFile): Promise<CopyFile> {
  const unsigned = await unsignedOf(desk, file);
  const credential = await (file.format === 'ldp_vc' ? desk.sign(unsigned) : desk.signSdJwt(unsigned));
  const known = await desk.copies.get(keyOf(file));
  if (known === undefined) throw new Refusal('COPY_UNKNOWN');
  return keep(desk, known, credential);
}

async function keep(
  desk: CertificateDesk,
  { value, version }: JsonRecord<CopyFile>,
  credential: JsonObject | string,
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

/** What an issuer signed, without its proofs. */
interface SignedCopy {
  readonly by: string;
  readonly unsigned: JsonObject;
}

async function documentCopy(desk: CertificateDesk, given: JsonObject): Promise<SignedCopy> {
  const { credential, by } = await desk.proofs.ofCredential(given);
  schemaOfCredential(credential, desk.clock());
  const { proof: _proof, ...unsigned } = given;
  return { by, unsigned };
}

/** Everything that is disclosed is what was asked for, and nothing is left undisclosed. */
async function sdJwtCopy(desk: CertificateDesk, given: string, asked: JsonObject): Promise<SignedCopy> {
  const { credential, by } = await desk.proofs.ofSdJwt(given);
  const { id, issuer, validFrom, validUntil, credentialStatus, credentialSubject } = credential;
  const said = { id, issuer, validFrom, validUntil, credentialStatus, credentialSubject };
  const seconds = (value: unknown): string =>
    new Date(Math.floor(Date.parse(String(value)) / 1000) * 1000).toISOString();
  const rounded = { validFrom: seconds(asked['validFrom']), validUntil: seconds(asked['validUntil']) };
  const isIt = isSame(desk, said, { ...pick(asked, Object.keys(said)), ...rounded });
  return { by, unsigned: isIt ? asked : {} };
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}

function isSame(desk: CertificateDesk, a: unknown, b: unknown): boolean {
  return sm3OfJson(desk, a).every((byte, i) => byte === sm3OfJson(desk, b)[i]);
}

function keyOf({ certificate, copy }: Pick<CopyFile, 'certificate' | 'copy'>): string {
  return `${certificate}:${copy}`;
}
