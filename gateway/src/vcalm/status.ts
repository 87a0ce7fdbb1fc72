import type { JsonObject } from '@renxin/chaincode/canonical';
import { CredentialError, type ProofPolicy } from '@renxin/credentials/credential';
import { idOf } from '@renxin/credentials/open';
import {
  isMessageEntry,
  messageOf,
  readStatusList,
  statusesOf,
  type AnyStatusEntry,
} from '@renxin/credentials/status';

/** It says that there is a newer one, and takes nothing away (Bitstring Status List 1.0 section 2.1). */
const REFRESH = 'refresh';

/**
 * No status of the credential is set, by lists of its own issuer. What cannot be asked is not passed.
 * @throws CredentialError STATUS_SET, STATUS_TYPE_UNKNOWN, and as `statusesOf` does
 */
export async function requireStatus(
  credential: JsonObject,
  policy: ProofPolicy,
  fetchList: (url: string) => Promise<unknown>,
): Promise<void> {
  const { credentialStatus } = credential;
  if (credentialStatus === undefined) return;
  const entries = [credentialStatus].flat() as unknown as readonly AnyStatusEntry[];
  if (!entries.every(({ type }) => [type].flat().includes('BitstringStatusListEntry')))
    throw new CredentialError('STATUS_TYPE_UNKNOWN');
  const issuers = [idOf(credential['issuer']) ?? ''];
  // A message takes nothing away; its list has to be there and say one.
  for (const entry of entries.filter(isMessageEntry)) {
    const list = await fetchList(entry.statusListCredential).catch(() => undefined);
    if (list === undefined) throw new CredentialError('STATUS_UNAVAILABLE');
    messageOf(entry, await readStatusList(list, policy, policy.now), issuers);
  }
  const decisive = entries.filter((entry) => !isMessageEntry(entry));
  const set = await statusesOf(decisive, { policy, at: policy.now, issuers, fetchList });
  const [code] = set.filter((purpose) => purpose !== REFRESH);
  if (code === undefined) return;
  // What others call their purposes is not repeated.
  const said = code === 'revocation' || code === 'suspension' ? code : 'other';
  throw new CredentialError('STATUS_SET', [{ pointer: '/credentialStatus', code: said }]);
}
