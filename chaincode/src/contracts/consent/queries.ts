import { z } from 'zod';
import { ContractError } from '../../kernel/index.js';
import { consentMessages as messages, identifier, version } from '../../messages/index.js';
import { query } from '../operation.js';
import { consentOf } from './commands.js';
import { catalogues, catalogueVersions, numberedId, refusedBatches, useId, uses } from './records.js';

/** The consent's record with all its dated states. @throws ContractError CONSENT_UNKNOWN */
export const consent = query(z.strictObject({ consent: messages.consentId }), (tx, input) =>
  consentOf(tx, input.consent),
);

/** One fetch. @throws ContractError CONSENT_UNKNOWN */
export const useOf = query(
  z.strictObject({ consent: messages.consentId, authorisation: messages.authorisationId }),
  async (tx, { consent, authorisation }) => {
    const record = await tx.get(uses, useId(consent, authorisation));
    if (record === undefined) throw new ContractError('CONSENT_UNKNOWN', { consent });
    return record;
  },
);

/** A data source's catalogue: the current one, or a version. @throws ContractError CATALOGUE_UNKNOWN */
export const catalogue = query(
  z.strictObject({ source: identifier, version: z.exactOptional(version) }),
  async (tx, input) => {
    const record =
      input.version === undefined
        ? await tx.get(catalogues, input.source)
        : await tx.get(catalogueVersions, numberedId(input.source, input.version));
    if (record === undefined) throw new ContractError('CATALOGUE_UNKNOWN');
    return record;
  },
);

/** A batch of a data source's log of refused attempts. @throws ContractError LOG_OUT_OF_SEQUENCE when there is none yet */
export const refusedBatch = query(
  z.strictObject({ source: identifier, sequence: z.int().min(1) }),
  async (tx, { source, sequence }) => {
    const record = await tx.get(refusedBatches, numberedId(source, sequence));
    if (record === undefined) throw new ContractError('LOG_OUT_OF_SEQUENCE');
    return record;
  },
);
