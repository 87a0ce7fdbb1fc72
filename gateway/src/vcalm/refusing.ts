import { CredentialError } from '@renxin/credentials/credential';
import { ProofError } from '@renxin/credentials/data-integrity';
import { Refusal } from '../problem/index.js';

/** What a credential's own rules refuse is CREDENTIAL_REFUSED, with their code as `reason`. */
export async function refusing<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CredentialError)
      throw new Refusal(
        'CREDENTIAL_REFUSED',
        { members: { reason: error.code }, faults: error.faults },
        { cause: error },
      );
    if (error instanceof ProofError)
      throw new Refusal('CREDENTIAL_REFUSED', { members: { reason: error.code } }, { cause: error });
    throw error;
  }
}
