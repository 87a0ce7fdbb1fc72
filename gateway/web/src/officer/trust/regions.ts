import { provinceOf } from '@renxin/chaincode/identifiers';
import type { Text } from '../../language/language';

/** A province by its code of GB/T 2260; anything else as it is. */
export function regionName(code: string): Text {
  return provinceOf(code) ?? { zh: code, en: code };
}
