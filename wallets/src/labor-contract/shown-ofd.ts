import { wordsOfLayout } from '@renxin/archive/bundle';
import { OfdError, openOfd, wordsOf, type Ofd } from '@renxin/seal/ofd';
import type { SigningScene } from './show.js';
import { SigningRefused } from './signing-refused.js';

/**
 * The OFD of a contract, looked at: on each page the words, in their order, of the layout that was shown.
 * @throws SigningRefused PREPARED_ALTERED
 */
export function shownOfd({ pages }: SigningScene, bytes: Uint8Array): Ofd {
  try {
    const ofd = openOfd(bytes);
    const words = wordsOf(ofd);
    const isSame =
      words.length === pages.length && pages.every(({ layout }, i) => words[i] === wordsOfLayout(layout));
    if (!isSame) throw new SigningRefused('PREPARED_ALTERED');
    return ofd;
  } catch (error) {
    if (error instanceof OfdError) throw new SigningRefused('PREPARED_ALTERED', { cause: error });
    throw error;
  }
}
