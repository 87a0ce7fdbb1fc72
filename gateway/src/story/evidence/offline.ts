import { openTrust, signTrust, verify, type Report, type Trust } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import type { StepResult } from '../story.js';
import { unattended } from '../../keys/key-ring.js';
import type { PlayedCall } from '../../play/format.js';
import type { Stage } from '../stage.js';

/**
 * Verifies as on a machine that has never seen the platform: the verifier, the files, and the trust file that the ministry
 * publishes. With native cryptography: the pure one would hold up everybody else whom this process serves.
 */
export async function verifiedOffline(
  stage: Stage,
  files: Readonly<Record<string, Uint8Array>>,
  about: string,
  believing: (trust: Trust) => Trust = (trust) => trust,
): Promise<{ readonly report: Report; readonly calls: readonly PlayedCall[] }> {
  const path = '/trust.json';
  const started = performance.now();
  const response = await fetch(stage.gatewayOf('mohrss') + path);
  const published = new Uint8Array(await response.arrayBuffer());
  const trust = await believed(stage, published, believing);
  const { status } = response;
  const call = { from: 'visitor', method: 'GET', path, status, code: null } as const;
  const named = Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
  const wanted = named.filter(({ name }) => name === about);
  const companions = named.filter(({ name }) => name !== about);
  const [report] = await verify(wanted, { provider: nativeProvider, now: new Date(), trust, companions });
  if (report === undefined) throw new TypeError('nothing to verify');
  return { report, calls: [{ ...call, milliseconds: performance.now() - started }] };
}

/** The trust file as the ministry would publish it with that change. */
async function believed(
  stage: Stage,
  published: Uint8Array,
  change: (trust: Trust) => Trust,
): Promise<Uint8Array> {
  const { trust } = openTrust(published, nativeProvider);
  const changed = change(trust);
  if (changed === trust) return published;
  return signTrust(changed, stage.signerOf(trust.issuer.id), unattended('trust-file', new Date()));
}

/** A report as a step's result: `done` when it is valid, else the code of the first step that failed or stayed open. */
export function stepOf(
  report: Report,
  calls: readonly PlayedCall[],
  extra: { readonly zh: string; readonly en: string } = { zh: '', en: '' },
): StepResult {
  const wrong =
    report.steps.find(({ outcome }) => outcome === 'fail') ??
    report.steps.find(({ outcome }) => outcome === 'not-checked');
  if (report.verdict === 'valid' || wrong === undefined) {
    const { proven, notProven } = report;
    return {
      came: 'done',
      calls,
      outcome: {
        zh: `核验通过：证明 ${proven.length} 项，未证明 ${notProven.length} 项，首先是内容在签署前的真实性。${extra.zh}`,
        en: `Valid: ${proven.length} statements proven, ${notProven.length} not, first of all that the content was true before it was signed. ${extra.en}`,
      },
    };
  }
  return {
    came: wrong.code,
    calls,
    outcome: { zh: `${wrong.zh}（${wrong.step}）${extra.zh}`, en: `${wrong.en} (${wrong.step}) ${extra.en}` },
  };
}
