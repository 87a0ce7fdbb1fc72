import { toBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { sealAnswer } from '@renxin/wallets/api';
import { GatewayClient } from '@renxin/wallets/client';
import * as seals from '@renxin/wallets/seal';
import { randomBytes } from 'node:crypto';
import { LEDGER } from '../../src/compose.js';
import type { Holder } from '@renxin/wallets/labor-contract';
import { ringOf, type Instance } from '../story/instance.js';

/** A seal of an organisation, applied for, approved, made and put into use. @returns its name on the ledger */
export async function sealInUse(
  instance: Instance,
  owner: Holder,
  name = '演示制造（广东）有限公司',
): Promise<string> {
  const signer = (await ringOf(instance)).signer('gd');
  const clock = (): Date => new Date();
  const official = { baseUrl: instance.gateway, ledger: LEDGER, identifier: 'gd', signer, clock };
  const province = new GatewayClient(official);
  const seal = `seal-${randomBytes(12).toString('hex')}`;
  const authorisation = toBase64url(nativeProvider.hash('SM3', new TextEncoder().encode('授权书')));
  await seals.applyForSeal(owner, {
    seal,
    name,
    type: 'contract',
    agent: { name: '孙演示', staff: 'hr-07', authorisation },
    design: { kind: 'round', line: '合同专用章' },
  });
  const at = `/api/v1/seals/${seal}`;
  const decision = { decision: 'approve', official: 'desk-02', grounds: '材料齐全' };
  await province.post(`${at}/decision`, 'seal', decision, sealAnswer);
  await province.post(`${at}/making`, 'seal', { official: 'desk-05' }, sealAnswer);
  await seals.changeSeal(owner, seal, 'activate', 'first-use');
  return seal;
}
