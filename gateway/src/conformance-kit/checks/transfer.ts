import { transferIn } from '@renxin/wallets/api';
import { GatewayProblem } from '@renxin/wallets/client';
import {
  askTransferIn,
  fetchCertificates,
  present,
  submitPresentation,
  transferOut,
} from '@renxin/wallets/e-certificate';
import { Failed, found, type Check, type Kit } from '../check.js';
import { ended } from '../ending.js';
import { decide } from './verification.js';

/** Transfer to another province (转出, 转入): never two valid copies. */

const needs = ['official', 'identity-authority', 'other'] as const;
const clause = 'C 系列电子证照标准 06 办理转出, 08 转入; docs/formats/e-certificate.md';

async function sendOut(kit: Kit): Promise<void> {
  const holder = found(kit.holder);
  const { certificate } = found(kit.certificate);
  const view = (await fetchCertificates(holder)).find((each) => each.certificate === certificate);
  if (view === undefined) throw new Failed('CERTIFICATE_NOT_DELIVERED', { certificate });
  await transferOut(holder, view, view.states + 1, kit.province, found(kit.other).province);
}

/** The other province's official accepts. @returns the new certificate's name */
async function accepted(kit: Kit, transfer: string): Promise<string> {
  const official = found(kit.otherOfficial)(found(kit.trust));
  const path = `/api/v1/e-certificates/transfers-in/${transfer}/decisions`;
  const { state, certificate } = await official.post(path, 'certificate', { decision: 'accept' }, transferIn);
  if (certificate === undefined) throw new Failed('TRANSFER_NOT_ACCEPTED', { state });
  return certificate;
}

export const transferChecks: readonly Check[] = [
  {
    id: 'transfer-out-and-back',
    group: 'transfer',
    title: { zh: '办理转出后可取消转出', en: 'A transfer that is on its way can be taken back' },
    clause: `${clause} (10 取消转出)`,
    needs,
    run: async (kit) => {
      await sendOut(kit);
      await decide(kit, { decision: 'withdraw-transfer', reason: 'conformance' });
      return { certificate: found(kit.certificate).certificate };
    },
  },
  {
    id: 'transfer-in',
    group: 'transfer',
    title: { zh: '他省转入同一人的证书', en: 'The other province takes the certificate over' },
    clause,
    needs: [...needs, 'other-official'],
    creates: {
      zh: '他省的一份合成证书，测试结束时注销',
      en: 'a synthetic certificate at the other province, cancelled at the end',
    },
    run: async (kit) => {
      const { base, province } = found(kit.other);
      const there = await kit.visit(found(kit.trust), base, found(kit.holder));
      kit.there = there;
      kit.undo.unshift({
        what: `transfer of ${found(kit.certificate).certificate}`,
        end: async () => {
          if (kit.taken === undefined)
            await decide(kit, { decision: 'withdraw-transfer', reason: 'conformance' });
        },
      });
      await sendOut(kit);
      const sent = found(kit.certificate);
      const asked = await askTransferIn(there, sent.certificate, sent.credential);
      if (asked.state !== 'waiting') throw new Failed('TRANSFER_NOT_WAITING', { state: asked.state });
      const certificate = await accepted(kit, asked.transfer);
      kit.undo.unshift(ended(kit, there, certificate, province));
      const held = await fetchCertificates(there);
      const taken = held.find((each) => each.certificate === certificate);
      if (taken === undefined) throw new Failed('CERTIFICATE_NOT_DELIVERED', { certificate });
      kit.taken = { certificate, credential: taken.credential };
      return { certificate };
    },
  },
  {
    id: 'transferred-refused-at-home',
    group: 'transfer',
    title: { zh: '转出后原证书出示被拒绝', en: 'After the transfer the old certificate is refused' },
    clause,
    needs,
    run: async (kit) => {
      found(kit.taken);
      const holder = found(kit.holder);
      const annotation = { purpose: '符合性测试', recipient: kit.province };
      const presentation = await present(holder, [found(kit.certificate).credential], annotation);
      try {
        await submitPresentation(holder, presentation);
      } catch (error) {
        if (error instanceof GatewayProblem && error.code === 'TRANSFERRED_OUT') return { code: error.code };
        throw error;
      }
      throw new Failed('TWO_VALID_COPIES');
    },
  },
];
