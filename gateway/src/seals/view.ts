import { toBase64url } from '@renxin/chaincode/canonical';
import { sealStateAt } from '@renxin/chaincode/contracts';
import { readSeal } from '@renxin/seal/eseal';
import type { SealView } from '@renxin/wallets/api';
import { pictureOf } from './design.js';
import { decode, recordOf, type SealDesk } from './desk.js';
import type { SealFile } from './seal-file.js';

/** The seal as its owner and the deciding organisation see it. */
export async function viewOf(desk: SealDesk, file: SealFile): Promise<SealView> {
  const record = await recordOf(desk, file.seal);
  const { application, making, replacedBy } = record;
  const { name, type, predecessor, officers } = application.body;
  const picture =
    file.made === undefined ? pictureOf(desk, file, name) : readSeal(decode(file.made.der)).info.picture;
  return {
    seal: file.seal,
    owner: file.owner,
    name,
    type,
    state: sealStateAt(record, desk.clock().toISOString()) ?? record.state,
    states: record.states,
    changes: record.changes,
    agent: file.agent,
    ...(file.decided !== undefined && {
      decided: { official: file.decided.official, grounds: file.decided.grounds },
    }),
    ...(predecessor !== undefined && { predecessor }),
    ...(replacedBy !== undefined && { replacedBy }),
    ...(officers !== undefined && { officers: officers.map(({ officer }) => officer) }),
    ...(making !== undefined && {
      made: {
        esId: making.body.esId,
        sm3: making.body.sm3,
        validFrom: making.body.validFrom,
        validUntil: making.body.validUntil,
      },
    }),
    picture: {
      png: toBase64url(picture.data),
      width: picture.width,
      height: picture.height,
    },
  };
}
