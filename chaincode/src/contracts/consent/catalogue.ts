import { ContractError } from '../../kernel/index.js';
import { plusMilliseconds, type consentMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import type { CatalogueRecord } from './records.js';

/** Which purpose allows which fields: rules of (catalogue, scope). What is not necessary is not asked for (art. 6). */

const DAY = 86_400_000;

/**
 * The next version of a catalogue.
 * @param known the same version, when it was published before
 * @throws ContractError CATALOGUE_EXISTS, CATALOGUE_VERSION out of sequence, CATALOGUE_INVALID for a purpose with a field
 *   that has no entry, SIGNATURE_TIME
 */
export function published(
  current: CatalogueRecord | undefined,
  known: CatalogueRecord | undefined,
  catalogue: messages.Catalogue,
  time: string,
): CatalogueRecord {
  const { version } = catalogue;
  if (known !== undefined) {
    if (isSame(known.catalogue, catalogue)) return known;
    throw new ContractError('CATALOGUE_EXISTS', { version });
  }
  const next = (current?.catalogue.version ?? 0) + 1;
  if (version !== next) throw new ContractError('CATALOGUE_VERSION', { next });
  const fields = new Set(catalogue.fields.map(({ field }) => field));
  const stray = catalogue.purposes.flatMap((each) => each.fields).find((field) => !fields.has(field));
  if (stray !== undefined) throw new ContractError('CATALOGUE_INVALID', { field: stray });
  requireTime(catalogue.at, time, current?.publishedAt);
  return { schema: 1, catalogue, publishedAt: time };
}

/**
 * @throws ContractError CATALOGUE_UNKNOWN, CATALOGUE_VERSION when it is not the current one, PURPOSE_NOT_IN_CATALOGUE,
 *   BASIS_NOT_ALLOWED, NOT_IN_CATALOGUE for a field without an entry, FIELD_NOT_NECESSARY for one that the purpose does
 *   not need, CONSENT_PERIOD_INVALID for more fetches or days than it needs
 */
export function assertNecessary(
  current: CatalogueRecord | undefined,
  reference: messages.Request['catalogue'],
  scope: messages.Scope,
  basis: messages.Basis,
): void {
  if (current === undefined) throw new ContractError('CATALOGUE_UNKNOWN');
  const { catalogue } = current;
  if (reference.version !== catalogue.version || reference.sm3 !== catalogue.sm3) {
    throw new ContractError('CATALOGUE_VERSION', { current: catalogue.version });
  }
  const listed = new Set(catalogue.fields.map(({ field }) => field));
  const unlisted = scope.fields.filter((field) => !listed.has(field));
  if (unlisted.length > 0) throw new ContractError('NOT_IN_CATALOGUE', { fields: unlisted });
  const allowed = catalogue.purposes.find(({ purpose }) => purpose === scope.purpose);
  if (allowed === undefined) throw new ContractError('PURPOSE_NOT_IN_CATALOGUE', { purpose: scope.purpose });
  if (!allowed.bases.includes(basis)) throw new ContractError('BASIS_NOT_ALLOWED', { basis });
  const unnecessary = scope.fields.filter((field) => !allowed.fields.includes(field));
  if (unnecessary.length > 0) throw new ContractError('FIELD_NOT_NECESSARY', { fields: unnecessary });
  const isTooLong = scope.until > plusMilliseconds(scope.from, allowed.days * DAY);
  if (scope.until <= scope.from || isTooLong || scope.count > allowed.count) {
    throw new ContractError('CONSENT_PERIOD_INVALID', { days: allowed.days, count: allowed.count });
  }
}

/** The sensitive ones of these fields. */
export function sensitiveOf({ catalogue }: CatalogueRecord, fields: readonly string[]): string[] {
  const sensitive = new Set(
    catalogue.fields.filter((each) => each.sensitivity === 'sensitive').map(({ field }) => field),
  );
  return fields.filter((field) => sensitive.has(field));
}
