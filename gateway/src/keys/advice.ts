import type { KeySettingsCode, KeySettingsError } from './settings.js';

/** What to do about settings of keys that do not hold, for whoever starts the platform. */
export function keyAdvice({ code, about }: KeySettingsError): string {
  const { zh, en } = advice[code];
  return `密钥设置有误 The settings of keys do not hold: ${code} (${about})\n  ${zh}\n  ${en}`;
}

const advice: Readonly<Record<KeySettingsCode, { readonly zh: string; readonly en: string }>> = {
  KEYS_FILE_MISSING: {
    zh: 'RENXIN_KEYS 指向的文件不存在或不可读。',
    en: 'The file that RENXIN_KEYS names is not there or cannot be read.',
  },
  KEYS_FILE_INVALID: {
    zh: '设置文件的格式见 docs/operations/keys.md；括号中是出错的成员。',
    en: 'The form of the file is in docs/operations/keys.md; the members that are wrong stand in brackets.',
  },
  KEYS_DEVICE_UNKNOWN: {
    zh: '该密钥的 device 不在 devices 之中。',
    en: 'The device of this key is not among the devices.',
  },
  KEY_NAME_UNKNOWN: {
    zh: '平台没有这个名称的密钥；renxin keys DIR 列出全部名称。',
    en: 'The platform has no key of this name; renxin keys DIR lists them.',
  },
  KEY_ALGORITHM: {
    zh: '设备中的密钥与用途的算法不符；所需算法见 renxin keys DIR。',
    en: 'The key in the device is of another kind than its purpose asks for: see renxin keys DIR.',
  },
  KEY_OTHER_CERTIFICATE: {
    zh: '该密钥的证书已签发给另一把密钥：请恢复原密钥，或在空的数据目录上开始。',
    en: 'The certificate of this name is for another key: put the former key back, or begin with an empty data directory.',
  },
  KEY_NOT_REGISTERED: {
    zh: '账本登记的是另一把密钥：请恢复原密钥，或先在登记簿轮换。',
    en: 'The ledger has another key for this organisation: put the former key back, or rotate it in the registry first.',
  },
  PIN_FILE_MISSING: {
    zh: '设备的 pinFile 不存在或不可读（只允许服务账户读取）。',
    en: 'The pinFile of the device is not there or cannot be read (by the account of the service alone).',
  },
  PKCS11_NOT_INSTALLED: {
    zh: '未安装 PKCS#11 绑定：npm rebuild pkcs11js。',
    en: 'The PKCS#11 binding is not installed: npm rebuild pkcs11js.',
  },
  PKCS11_MODULE: {
    zh: '设备的库（module）不存在或无法初始化：检查路径、架构与厂商驱动。',
    en: 'The library of the device (module) is not there or does not initialise: look at its path, its architecture and the vendor’s driver.',
  },
  PKCS11_TOKEN: {
    zh: '没有该标签的令牌：检查设备是否插入、token 是否正确。',
    en: 'No token with this label is present: is the device there, and is its label right?',
  },
  PKCS11_PIN: {
    zh: 'PIN 不被接受：改正 pinFile 后再启动；多次错误会锁定令牌。',
    en: 'The PIN is not accepted: mend the pinFile before the next start; several wrong ones lock a token.',
  },
  PKCS11_KEY: {
    zh: '令牌中没有（或不止一把）该标签的密钥；私钥与公钥须用同一标签。',
    en: 'The token has no key with this label, or more than one; the private and the public part share it.',
  },
  PKCS11_MECHANISM: {
    zh: '设备不支持该签名机制：SM2 须填写厂商的机制编号 sm2Mechanism。',
    en: 'The device does not know the mechanism: for SM2 set sm2Mechanism to the vendor’s number.',
  },
  SIGNER_KEY_UNSUPPORTED: {
    zh: '只支持 P-256、RSA（2048 至 4096 位）；SM2 须设置 sm2Mechanism。',
    en: 'Keys are P-256, RSA (2048 to 4096 bits), or SM2 with sm2Mechanism set.',
  },
  SIGNER_FAULT: {
    zh: '设备给出的签名验证不通过：密钥对不匹配，或机制不是所需的算法。',
    en: 'What the device signs does not verify: its two parts are not one pair, or the mechanism is another algorithm.',
  },
};
