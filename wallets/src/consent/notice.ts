import { canonical } from '@renxin/chaincode/canonical';
import type { consentMessages as messages } from '@renxin/chaincode/messages';
import type { CatalogueAnswer, Notice } from '../api/index.js';

/** Who asks, as it stands in a notice. */
export type Asking = Notice['recipient'];

/**
 * What a citizen is shown for a request: its words come from the data source's catalogue, so that a recipient cannot make
 * a purpose sound better than it is.
 */
export function noticeOf(
  request: Pick<messages.Request, 'consent' | 'scope'>,
  { catalogue, text }: CatalogueAnswer,
  recipient: Asking,
  sourceName: string,
): Notice {
  const { consent, scope } = request;
  const purpose = text.purposes.find((each) => each.purpose === scope.purpose);
  const unknown = { zh: '目录外用途', en: 'A purpose outside the catalogue' };
  return {
    kind: 'renxin-consent-notice',
    schema: 1,
    consent,
    source: { id: catalogue.source, name: sourceName },
    recipient,
    purpose: {
      word: scope.purpose,
      name: purpose?.name ?? unknown,
      necessity: purpose?.necessity ?? unknown,
    },
    fields: scope.fields.map((field) => {
      const listed = catalogue.fields.find((each) => each.field === field);
      const named = text.fields.find((each) => each.field === field);
      return {
        field,
        name: named?.name ?? { zh: field, en: field },
        sensitivity: listed?.sensitivity ?? 'sensitive',
        owner: listed?.owner ?? catalogue.source,
      };
    }),
    scope,
    refusal: purpose?.refusal ?? unknown,
    rights: {
      zh: '您可以随时撤回同意，撤回后立即停止提供；使用方须在十五日内删除已取得的数据。撤回不影响此前的使用。',
      en: 'You can revoke at any time; nothing is provided from then on, and the recipient has fifteen days to delete what it has. What was done before stays lawful.',
    },
  };
}

/** True when the notice is exactly what this request and this catalogue give. */
export function isNoticeOf(
  notice: Notice,
  request: Pick<messages.Request, 'consent' | 'scope' | 'recipient' | 'source'>,
  catalogue: CatalogueAnswer,
): boolean {
  const { recipient, source } = notice;
  const expected = noticeOf(request, catalogue, recipient, source.name);
  const isTheirs = recipient.id === request.recipient && catalogue.catalogue.source === request.source;
  return isTheirs && canonical(expected) === canonical(notice);
}
