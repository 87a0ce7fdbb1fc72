import { canonicalBytes } from '@renxin/chaincode/canonical';
import {
  checkFourProperties,
  isSignedByItsKey,
  openPackage,
  type OpenedPackage,
} from '../../package/index.js';
import type { HistoryShown } from '../bundle/history.js';
import { examineEvidence } from '../bundle/index.js';
import { keyOnLedger, type KeysShown } from '../bundle/keys.js';
import { examineRegistration } from './registration.js';
import { isSameKey } from '../bundle/message-signature.js';
import type { Believed, Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';

type Opened = Shown<'package', OpenedPackage>;
type Signed = Shown<'package-signature', OpenedPackage>;

/** All steps over an archive package: its own parts first, then the evidence in it by the steps of an evidence bundle. */
export async function examinePackage(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
  registration: Uint8Array | undefined,
): Promise<void> {
  x.leavesOpen('PACKAGE_BY_PEOPLE');
  const opened = await x.step('package', [], () => checkPackage(context, bytes));
  const signed = await x.step('package-signature', [opened], (parts) => checkSignature(context, parts));
  const files = opened === undefined ? undefined : { files: opened.evidence };
  const evidence = await examineEvidence(x, context, believed, files);
  await x.step(
    'package-key',
    [believed, signed, evidence.keys, evidence.history],
    (belief, parts, keys, past) => checkKey(x, belief, parts, keys, past),
  );
  await x.step('package-description', [opened, evidence.history], checkDescription);
  await x.step('four-property-report', [opened], (parts) => checkReport(x, context, parts));
  if (registration !== undefined) {
    const about = { bytes, opened };
    await x.within({ of: 'package' }, () => examineRegistration(x, context, believed, registration, about));
  }
}

/** Step `package`: one bag, whose manifests, metadata and report are about the files that are there. */
function checkPackage(context: Context, bytes: Uint8Array): Finding<OpenedPackage> {
  const value = openPackage(bytes, context.provider);
  const { index, payload, tagManifestSm3 } = value;
  return {
    code: 'PACKAGE_OK',
    evidence: {
      archive: index.archive,
      archivalCode: index.archivalCode,
      ledger: index.ledger,
      contract: index.contract,
      files: payload.size,
      bytes: bytes.length,
      tagManifest: tagManifestSm3,
    },
    value,
  };
}

/** Step `package-signature`: who made the package signed its tag manifest; whose key it is, `package-key` asks. */
function checkSignature(context: Context, parts: Opened): Finding<OpenedPackage> {
  const { by, key } = parts.signature;
  const evidence = { by, algorithm: key.algorithm };
  if (!isSignedByItsKey(parts, context.provider)) throw new Fault('PACKAGE_SIGNATURE', evidence);
  return { code: 'PACKAGE_SIGNATURE_OK', evidence, value: parts };
}

/** Step `package-key`: the key is the maker's, by the ledger at the export of the evidence or by the trust file. */
function checkKey(
  x: Examination,
  believed: Believed,
  { signature, index }: Signed,
  keys: KeysShown,
  history: HistoryShown,
): Finding<{ readonly by: string }> {
  const { by, key } = signature;
  const evidence = { by };
  const listed = believed.trust.organisations.find(({ id }) => id === by)?.key;
  const expected = keyOnLedger(keys, by, history.export.command) ?? listed;
  if (expected === undefined) throw new Undecided('PACKAGE_MAKER_UNKNOWN', evidence);
  if (!isSameKey(key, expected) || index.responsible.id !== by)
    throw new Fault('PACKAGE_KEY_OTHER', evidence);
  x.proves('PACKAGE_MADE');
  return { code: 'PACKAGE_KEY_OK', evidence, value: { by } };
}

/** Step `package-description`: metadata and events say what the evidence says. */
function checkDescription({ index, events, evidence }: Opened, history: HistoryShown): Finding<object> {
  const all = [...history.commands, history.export.command];
  const told = events.events.filter(({ type }) => type === 'ledger-command');
  const same =
    told.length === all.length &&
    all.every(({ command, header }) =>
      told.some(
        ({ detail, at }) =>
          detail === `${command.contract}.${command.operation}` && (header.time ?? at) === at,
      ),
    );
  if (!same) throw new Fault('PACKAGE_EVENTS', { told: told.length, proven: all.length });
  const manifest = history.latest.header.ledger;
  if (manifest !== index.ledger) throw new Fault('OTHER_LEDGER', { ledger: index.ledger });
  return {
    code: 'PACKAGE_DESCRIPTION_OK',
    evidence: { events: told.length, files: evidence.size },
    value: {},
  };
}

/**
 * Step `four-property-report`: what software can check is checked again and comes to the same; what is left to people
 * stays so. The report's word about the evidence (1-1) is not taken: the steps above say it.
 */
function checkReport(x: Examination, context: Context, { report, payload }: Opened): Finding<object> {
  const { archive, stage, by, at } = report;
  const without = new Map(payload);
  without.delete('report/four-property.json');
  const again = checkFourProperties(
    {
      payload: without,
      provider: context.provider,
      evidence: 'undetermined',
      isKnown: undefined,
      isRegistered: undefined,
    },
    { archive, stage, by, at },
  );
  // Who made the package knew its repository and its trust; here only what the bytes themselves say is compared.
  const outside = ['1-1', '1-8', '1-14'];
  const comparable = (items: typeof again.items): unknown =>
    items.map((item) => (outside.includes(item.code) ? { ...item, result: null } : item));
  const failed = again.items.filter(({ result }) => result === 'fail').map(({ code }) => code);
  const told = report.items.filter(({ result }) => result === 'fail').map(({ code }) => code);
  const evidence = {
    stage,
    conclusion: report.conclusion,
    failed: [...new Set([...failed, ...told])],
    manual: report.items.filter(({ result }) => result === 'manual').map(({ code }) => code),
  };
  if (failed.length > 0 || told.length > 0 || report.conclusion === 'failed') {
    throw new Fault('FOUR_PROPERTY_FAILED', evidence);
  }
  if (!isSame(comparable(again.items), comparable(report.items)))
    throw new Fault('FOUR_PROPERTY_DIFFERS', evidence);
  x.proves('FOUR_PROPERTY_CHECKED');
  return { code: 'FOUR_PROPERTY_OK', evidence, value: {} };
}

function isSame(a: unknown, b: unknown): boolean {
  const [one, other] = [canonicalBytes(a), canonicalBytes(b)];
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
