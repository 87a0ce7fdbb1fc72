import type { Json } from '@renxin/chaincode/canonical';

/**
 * What every certificate's page says besides its template. With the template its canonical bytes have an SM3 that stands
 * in the layout. Format: docs/formats/certificate-display.md.
 */
export const pageWords = {
  scan: '扫码核验 Scan to verify',
  identifier: '电子证照标识',
  credential: '凭证 SM3',
  note: '本页为可验证凭证的显示件，以凭证及其在账本上的状态为准。',
  demonstration: '演示证书，合成数据，没有法律效力',
  copy: {
    heading: '加注件',
    purpose: '仅用于',
    recipient: '提供给',
    expires: '有效期至',
    limit: '用于其他用途、提供给他人或者超过有效期的，无效。',
  },
} as const satisfies Json;
