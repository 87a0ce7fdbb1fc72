import type { JsonObject } from '@renxin/chaincode/canonical';
import { schemaOf, type Field, type Fields } from '@renxin/credentials/schema';
import { dateText } from '../../labor-contract/document/money.js';
import type { DisplayTemplate } from './templates.js';

/** What a page shows of a credential, in words. */
export interface ShownCertificate {
  readonly certificateIdentifier?: string;
  readonly number: string;
  /** Absent where no claim names who issued it. */
  readonly issuer?: string;
  readonly issuedOn: string;
  readonly fields: readonly ShownClaim[];
}

export interface ShownClaim {
  /** Dotted path. */
  readonly claim: string;
  readonly label: string;
  readonly labelInEnglish: string;
  readonly value: string;
  /** Of codes alone. */
  readonly valueInEnglish?: string;
}

/**
 * The claims that the template names, as far as they are there, in its order.
 * @throws TypeError for a credential that is not of the type
 */
export function shownClaims(
  type: string,
  template: DisplayTemplate,
  { credentialSubject }: JsonObject,
): ShownCertificate {
  const { fields } = schemaOf(type).definition;
  const said = (path: string): Said | undefined => saidAt(fields, credentialSubject, path);
  const must = (path: string): string => said(path)?.value ?? refuse(path);
  const identifier = said('certificateIdentifier')?.value;
  const issuer = template.issuer.map((path) => said(path)?.value).find((name) => name !== undefined);
  const [issuedOn] = template.issuedOn;
  return {
    ...(identifier !== undefined && { certificateIdentifier: identifier }),
    number: must(template.number),
    ...(issuer !== undefined && { issuer }),
    issuedOn: must(issuedOn).replace(/ .*$/, ''),
    fields: template.fields.flatMap((claim): readonly ShownClaim[] => {
      const found = said(claim);
      if (found === undefined) return [];
      const { zh, en } = fieldAt(fields, claim).label;
      const [label, labelInEnglish] = template.labels[claim] ?? [zh, en];
      return [{ claim, label, labelInEnglish, ...found }];
    }),
  };
}

interface Said {
  readonly value: string;
  readonly valueInEnglish?: string;
}

function fieldAt(fields: Fields, path: string): Field {
  const [first = '', ...rest] = path.split('.');
  const field = fields[first];
  if (field === undefined) throw new TypeError(`no claim ${path}`);
  if (rest.length === 0) return field;
  if (field.value.kind !== 'group') throw new TypeError(`no claim ${path}`);
  return fieldAt(field.value.fields, rest.join('.'));
}

function saidAt(fields: Fields, subject: unknown, path: string): Said | undefined {
  if (path === 'certificateIdentifier' && fields[path] === undefined) return undefined;
  const { value: kind } = fieldAt(fields, path);
  const value = path
    .split('.')
    .reduce<unknown>((at, member) => (at as Record<string, unknown> | undefined)?.[member], subject);
  if (value === undefined) return undefined;
  if (kind.kind === 'integer') return typeof value === 'number' ? { value: String(value) } : refuse(path);
  if (typeof value !== 'string') return refuse(path);
  switch (kind.kind) {
    case 'date':
      return { value: dateText(value) };
    case 'date-time':
      return { value: timeText(value) };
    case 'code': {
      const label = kind.codes[value] ?? refuse(path);
      return { value: label.zh, valueInEnglish: label.en };
    }
    default:
      return { value };
  }
}

/** In China's time. */
function timeText(time: string): string {
  const local = new Date(Date.parse(time) + 8 * 3_600_000).toISOString();
  return `${dateText(local.slice(0, 10))} ${local.slice(11, 16)}`;
}

function refuse(path: string): never {
  throw new TypeError(`a credential without a claim that its page shows: ${path}`);
}
