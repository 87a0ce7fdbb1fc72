import type { Annotated } from '@renxin/archive/rendering';
import { canonical } from '@renxin/chaincode/canonical';
import { dateInChina } from '@renxin/chaincode/messages';
import type { RenderingView } from '@renxin/wallets/api';
import { ORIGINAL } from '@renxin/wallets/e-certificate';
import { Refusal } from '../../problem/index.js';
import { load, requireStanding, type Asker, type CertificateDesk } from '../desk.js';
import { keyOf, type RenderingFile } from './rendering-file.js';

/** What a holder does about its certificate as sealed pages: asks for copies, and takes home what was sealed. */

/** Most copies of one certificate. */
const MOST = 200;
/** Most days that a copy is good for. */
const MOST_DAYS = 366;

/**
 * A copy for one purpose, one recipient, until one day; its issuer seals it. Repeating it changes nothing.
 * @throws Refusal CERTIFICATE_UNKNOWN, COPY_PERIOD, COPIES_EXHAUSTED, RENDERING_EXISTS; ContractError with the state of a
 *   certificate that is not valid
 */
export async function copyAsked(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  { rendering, ...copy }: Annotated & { readonly rendering: string },
): Promise<RenderingView> {
  const { value } = await load(desk, certificate, ({ holder, issued }) => {
    return holder === asker.identifier && issued !== undefined;
  });
  const { files } = desk.renderings;
  return desk.turns.take(`renderings ${certificate}`, async () => {
    const known = await files.get(keyOf({ certificate, rendering }));
    if (known !== undefined) {
      const isSame = known.value.copy !== undefined && canonical(known.value.copy) === canonical(copy);
      if (!isSame) throw new Refusal('RENDERING_EXISTS');
      return viewOf(known.value);
    }
    if (rendering === ORIGINAL) throw new Refusal('RENDERING_EXISTS');
    requirePeriod(desk, copy);
    const { records } = await files.list({ prefix: `${certificate}:`, limit: MOST });
    if (records.length >= MOST) throw new Refusal('COPIES_EXHAUSTED');
    await requireStanding(desk, certificate);
    const file: RenderingFile = {
      schema: 1,
      rendering,
      certificate,
      type: value.type,
      issuer: value.issuer,
      holder: value.holder,
      copy,
      askedAt: desk.clock().toISOString(),
    };
    await desk.store.write([files.put(keyOf(file), file, 0)]);
    return viewOf(file);
  });
}

/** Everything that was sealed, or waits for it. @throws Refusal CERTIFICATE_UNKNOWN */
export async function renderingsOf(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
): Promise<RenderingView[]> {
  await load(desk, certificate, ({ holder }) => holder === asker.identifier);
  const { records } = await desk.renderings.files.list({ prefix: `${certificate}:`, limit: MOST + 1 });
  return records.map(({ value }) => viewOf(value));
}

/**
 * The sealed pages, for the holder and for the issuer.
 * @throws Refusal RENDERING_UNKNOWN also while it is not sealed, COPY_EXPIRED
 */
export async function sealedPages(
  desk: CertificateDesk,
  asker: Asker,
  named: Pick<RenderingFile, 'certificate' | 'rendering'>,
  form: 'ofd' | 'pdf',
): Promise<Uint8Array> {
  const { files, blobs } = desk.renderings;
  const known = (await files.get(keyOf(named)))?.value;
  const isTheirs = known?.holder === asker.identifier || known?.issuer === asker.identifier;
  if (known?.sealed === undefined || !isTheirs) throw new Refusal('RENDERING_UNKNOWN');
  if (known.copy !== undefined && known.copy.expires < today(desk)) throw new Refusal('COPY_EXPIRED');
  const bytes = await blobs.get(known.sealed[form]);
  if (bytes === undefined) throw new Refusal('NOT_FOUND');
  return bytes;
}

export function viewOf({
  rendering,
  certificate,
  type,
  copy,
  askedAt,
  sealed,
}: RenderingFile): RenderingView {
  return {
    rendering,
    certificate,
    type,
    ...(copy !== undefined && { copy }),
    askedAt,
    ...(sealed !== undefined && { sealedAt: sealed.at }),
  };
}

function today(desk: CertificateDesk): string {
  return dateInChina(desk.clock().toISOString());
}

/** @throws Refusal COPY_PERIOD unless its last day is today or later, and not in more than a year */
function requirePeriod(desk: CertificateDesk, { expires }: Annotated): void {
  const latest = new Date(desk.clock().getTime() + MOST_DAYS * 86_400_000).toISOString();
  if (expires < today(desk) || expires > dateInChina(latest)) throw new Refusal('COPY_PERIOD');
}
