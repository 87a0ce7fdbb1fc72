import { leafHash, rootFromInclusion, sameBytes, verifyCommandProof } from '@renxin/network/proof';
import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { logMessages } from '@renxin/chaincode/messages';
import { z } from 'zod';
import {
  entryBytes,
  opensEntry,
  openingFits,
  openNote,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  parseTlogProof,
  readCosignature,
  readExtra,
  TlogError,
  type Checkpoint,
  type Note,
  type NoteKey,
  type ProofExtra,
  type TlogProof,
} from '../../tlog/index.js';
import { namesBehind } from '../bundle/history.js';
import type { Believed, Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import type { Trust } from '../trust.js';

/**
 * A `.tlog-proof` (docs/formats/evidence-log.md): an entry is in the evidence log of an organisation, which others
 * watched. Offline, with the keys of log and witnesses from the trust file alone.
 * @param document the file that it stands beside, when there is one
 */
export async function examineLogProof(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
  document: Uint8Array | undefined,
): Promise<void> {
  const read = await x.step('log-proof', [], () => readProof(bytes));
  if (read?.extra.opening !== undefined)
    await x.step('log-opening', [read], (all) => checkOpening(context, all));
  if (document === undefined) x.leavesOpen('LOG_DOCUMENT_NOT_SHOWN');
  else await x.step('log-document', [read], (all) => checkDocument(x, context, all, document));
  const log = await x.step('log-signature', [believed, read], (belief, all) =>
    checkSignature(context, belief, all),
  );
  const included = await x.step('log-inclusion', [log, read], (known, all) =>
    checkInclusion(context, known, all),
  );
  const seen = await x.step('log-cosignatures', [included, log, read], (_, known, all) =>
    checkCosignatures(x, context, known, all),
  );
  if (seen !== undefined) x.proves('LOGGED');
  if (read !== undefined && read.extra.anchor === undefined) x.leavesOpen('LOG_ANCHOR_NOT_SHOWN');
  else await x.step('log-anchor', [believed, read], (belief, all) => checkAnchor(x, context, belief, all));
}

interface ReadProof {
  readonly proof: TlogProof;
  readonly extra: ProofExtra;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

type ReadShown = Shown<'log-proof', ReadProof>;
type LogTrust = NonNullable<Trust['logs']>[number];

interface KnownLog {
  readonly trusted: LogTrust;
  /** The keys of the log that signed. */
  readonly signed: readonly LogTrust['keys'][number][];
}

type LogShown = Shown<'log-signature', KnownLog>;

function readProof(bytes: Uint8Array): Finding<ReadProof> {
  const proof = reading(() => parseTlogProof(bytes));
  const note = reading(() => parseNote(proof.checkpoint));
  const checkpoint = reading(() => parseCheckpoint(note.text));
  const extra = readEntryOf(proof);
  const { origin, size } = checkpoint;
  const { kind, id } = extra.entry;
  return {
    code: 'LOG_PROOF_OK',
    evidence: { origin, size, index: proof.index, kind, id },
    value: { proof, extra, note, checkpoint },
  };
}

function readEntryOf({ extra }: TlogProof): ProofExtra {
  try {
    return readExtra(extra ?? new Uint8Array());
  } catch (error) {
    throw new Fault('LOG_ENTRY_FORMAT', {}, { cause: error });
  }
}

/** Step `log-opening`: who has the salt can show what the entry is about. */
function checkOpening({ provider }: Context, { extra }: ReadShown): Finding<object> {
  const { entry, opening } = extra;
  if (opening === undefined || !openingFits(provider, entry, opening)) throw new Fault('LOG_OPENING_OTHER');
  return { code: 'LOG_OPENING_OK', evidence: { sm3: opening.sm3, sha256: opening.sha256 }, value: {} };
}

/** Step `log-document`: the file beside the proof is the one that the entry commits to. */
function checkDocument(
  x: Examination,
  { provider }: Context,
  { extra }: ReadShown,
  document: Uint8Array,
): Finding<object> {
  const { entry, opening } = extra;
  if (opening === undefined || !opensEntry(provider, entry, opening, document))
    throw new Fault('LOG_DOCUMENT_OTHER');
  x.proves('LOGGED_DOCUMENT');
  return { code: 'LOG_DOCUMENT_OK', value: {} };
}

/** Step `log-signature`: the log that the trust file names signed the checkpoint, with a key of each kind that it has. */
function checkSignature(
  { provider }: Context,
  { trust }: Believed,
  { note, checkpoint }: ReadShown,
): Finding<KnownLog> {
  const { origin } = checkpoint;
  const trusted = trust.logs?.find((each) => each.origin === origin);
  if (trusted === undefined) throw new Undecided('LOG_UNKNOWN_ORIGIN', { origin });
  const keys = new Map(
    trusted.keys.map((each): [NoteKey, LogTrust['keys'][number]] => [keyOf(provider, each.key), each]),
  );
  const opened = reading(() => openNote(note, [...keys.keys()]));
  const kinds = new Set([...keys.keys()].map(({ kind }) => kind));
  const signedKinds = new Set([...opened.keys()].map(({ kind }) => kind));
  if (signedKinds.size < kinds.size) throw new Fault('LOG_SIGNATURE_MISSING', { origin });
  const signed = [...opened.keys()].flatMap((key) => keys.get(key) ?? []);
  return {
    code: 'LOG_SIGNATURE_OK',
    evidence: { origin, operator: trusted.operator, signatures: [...signedKinds] },
    value: { trusted, signed },
  };
}

/** Step `log-inclusion`: the path leads from the entry to the root that the log signed. */
function checkInclusion(
  { provider }: Context,
  { trusted }: LogShown,
  { proof, extra, checkpoint }: ReadShown,
): Finding<object> {
  const hash = (bytes: Uint8Array): Uint8Array => provider.hash(trusted.hash, bytes);
  const leaf = leafHash(hash, entryBytes(extra.entry));
  const root = rootFromInclusion(hash, leaf, proof.index, checkpoint.size, proof.path);
  const evidence = { index: proof.index, size: checkpoint.size };
  if (root === undefined || !sameBytes(root, checkpoint.root)) throw new Fault('LOG_NOT_INCLUDED', evidence);
  return { code: 'LOG_INCLUSION_OK', evidence, value: {} };
}

/** How far the clock of a witness may be ahead, in milliseconds. */
const SKEW = 300_000;

/**
 * Step `log-cosignatures`: enough witnesses of the trust file cosigned, each counted once, and none that the log's own
 * operator runs under the log's name. The time by which that many had seen it bounds the entry from above.
 */
function checkCosignatures(
  x: Examination,
  { provider, now }: Context,
  { trusted, signed }: LogShown,
  { note, checkpoint }: ReadShown,
): Finding<object> {
  const keys = new Map(
    trusted.witnesses.map((each): [NoteKey, LogTrust['witnesses'][number]] => [
      keyOf(provider, each.key),
      each,
    ]),
  );
  const opened = reading(() => openNote(note, [...keys.keys()]), 'NOTE_UNSIGNED') ?? new Map<never, never>();
  const seen = [...opened].map(([key, line]) => {
    const time = new Date((readCosignature(line.signature)?.time ?? 0) * 1000);
    return { witness: keys.get(key)!, name: key.name, time };
  });
  const counted = seen
    .filter(({ witness, time }) => isInForce(witness, time.toISOString()))
    .sort((a, b) => a.time.getTime() - b.time.getTime());
  const evidence = {
    quorum: trusted.quorum,
    of: trusted.witnesses.length,
    cosigned: counted.map(({ name, time }) => `${name} ${time.toISOString()}`),
  };
  const last = counted[trusted.quorum - 1];
  if (last === undefined) throw new Fault('LOG_COSIGNATURES_TOO_FEW', evidence);
  if (counted.some(({ time }) => time.getTime() > now.getTime() + SKEW))
    throw new Fault('LOG_COSIGNATURE_FUTURE', evidence);
  const at = last.time.toISOString();
  if (!signed.every((key) => isInForce(key, at))) throw new Fault('LOG_KEY_PERIOD', { ...evidence, at });
  x.operators.add(trusted.operator);
  for (const { witness } of counted) x.operators.add(witness.operator);
  x.bounds({ bound: 'notAfter', source: `log:${checkpoint.origin}`, time: at });
  if (trusted.standing === 'test') x.leavesOpen('TEST_LOG');
  return { code: 'LOG_COSIGNATURES_OK', evidence: { ...evidence, at }, value: {} };
}

const anchorInput = z.object({ body: logMessages.anchoring });

/** Step `log-anchor`: the command by which the ledger recorded exactly this checkpoint. */
function checkAnchor(
  x: Examination,
  context: Context,
  belief: Believed,
  { extra, checkpoint }: ReadShown,
): Finding<object> {
  const proof = verifyCommandProof(context.provider, canonicalBytes(extra.anchor));
  const { command, header } = proof;
  const input = anchorInput.safeParse(command.input);
  const isAnchor = command.contract === 'log-anchor' && command.operation === 'anchor' && input.success;
  const evidence = { ledger: header.ledger, height: header.height, time: header.time };
  if (!isAnchor) throw new Fault('LOG_ANCHOR_OTHER', evidence);
  const { log, checkpoint: anchored } = input.data.body;
  const isSame =
    checkpoint.origin === `${header.ledger}/logs/${log}` &&
    anchored.size === checkpoint.size &&
    anchored.root === toBase64url(checkpoint.root);
  if (!isSame) throw new Fault('LOG_ANCHOR_OTHER', evidence);
  for (const name of namesBehind(x, context, belief, proof)) x.operators.add(name);
  x.bounds({ bound: 'notAfter', source: 'ledger:log-anchor', time: header.time });
  x.proves('LOG_ANCHORED');
  return { code: 'LOG_ANCHOR_OK', evidence, value: {} };
}

function isInForce({ from, until }: { from: string; until?: string | undefined }, at: string): boolean {
  return at >= from && (until === undefined || at < until);
}

function keyOf(provider: Context['provider'], text: string): NoteKey {
  try {
    return parseNoteKey(provider, text);
  } catch (error) {
    throw new Undecided('TRUST_MALFORMED', {}, { cause: error });
  }
}

/** What a format refuses is a fault of the step; `allowed` gives undefined instead. */
function reading<T>(read: () => T): T;
function reading<T>(read: () => T, allowed: TlogError['code']): T | undefined;
function reading<T>(read: () => T, allowed?: TlogError['code']): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    if (error.code === allowed) return undefined;
    throw new Fault(error.code, {}, { cause: error });
  }
}
