import { toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { hexBytes } from './hex.js';

/** Published examples that every start tries: the parts of node:crypto that are used for SM2 are not documented ones. */

const utf8 = new TextEncoder();

/** GB/T 32905 A.1 and FIPS 180-4. */
export const ABC = utf8.encode('abc');
export const SM3_ABC = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
export const SHA256_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

/** GB/T 32918.5 annex A: a signature of "message digest" with user id 1234567812345678. The private key is public. */
export const MESSAGE = utf8.encode('message digest');
export const PRIVATE_KEY = hexBytes('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
export const SM2_KEY: PublicKey = {
  algorithm: 'SM2',
  point: toBase64url(
    hexBytes(
      '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
    ),
  ),
};
export const SM2_SIGNATURE = hexBytes(
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
);

/** RFC 6979 A.2.5: ECDSA P-256 with SHA-256 of "sample". */
export const SAMPLE = utf8.encode('sample');
export const P256_KEY: PublicKey = {
  algorithm: 'P-256',
  point: toBase64url(
    hexBytes(
      '0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
    ),
  ),
};
export const P256_SIGNATURE = hexBytes(
  'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
);
