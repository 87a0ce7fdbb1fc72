import type { consentMessages as messages } from '@renxin/chaincode/messages';
import type { CatalogueText } from '@renxin/wallets/api';

/** A catalogue as a data source keeps it: what goes to the ledger, and the words for people. */
export interface CatalogueContent {
  readonly version: number;
  readonly fields: messages.Catalogue['fields'];
  readonly purposes: messages.Catalogue['purposes'];
  readonly text: CatalogueText;
}
