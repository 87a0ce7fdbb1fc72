import { decisionAnswer } from '@renxin/wallets/api';
import { sign } from '@renxin/wallets/labor-contract';
import { fetchCertificates } from '@renxin/wallets/e-certificate';
import type { Kit, KitHolder, Undo } from './check.js';

/** Ends a certificate by its holder's own wish (注销): what the kit made does not stay good. */
export function ended(kit: Kit, holder: KitHolder, certificate: string, province: string): Undo {
  return {
    what: certificate,
    end: async () => {
      const views = await fetchCertificates(holder);
      const view = views.find((each) => each.certificate === certificate);
      if (view === undefined || !['VALID', 'SUSPENDED'].includes(view.state)) return;
      const at = kit.clock().toISOString();
      const sequence = view.states + 1;
      const body = { certificate, by: province, sequence, ground: 'request' as const, at };
      const path = `/api/v1/e-certificates/${certificate}/cancellation`;
      await holder.client.post(
        path,
        'certificate',
        await sign(holder, 'certificate/cancel', body),
        decisionAnswer,
      );
    },
  };
}
