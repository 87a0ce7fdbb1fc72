/** What a worker is told before signing (电子劳动合同订立指引 art. 6). Its canonical bytes are hashed and acknowledged. */
export const disclosureBody = {
  kind: 'renxin-disclosure',
  text: 'labor-contract-disclosure',
  version: 1,
  zh: [
    '本平台用于订立、查看、下载和保存电子劳动合同。您与用人单位都以数字证书签名，并加盖可信时间戳后，合同成立。',
    '签名之前，请逐页阅读合同全文。您可以不签，也可以说明理由后拒绝；拒绝不需要任何费用。',
    '合同成立后，用人单位会通知您。您可以随时免费查看、下载、打印合同全文，并可要求用人单位至少免费提供一份纸质文本。',
    '您的密钥保存在您自己的设备上，请勿把口令告诉他人，包括用人单位和平台。',
    '平台只把不含个人信息的加密承诺写入账本。您的姓名、证件号码和工资不写入账本。',
    '合同解除或终止后，合同文本至少保存二年。',
  ],
  en: [
    'This platform is for concluding, viewing, downloading and keeping electronic labor contracts. The contract is concluded when you and the employer have both signed with digital certificates and a trusted time-stamp is attached.',
    'Read every page before you sign. You may refuse, with a reason if you like; refusing costs nothing.',
    'After conclusion the employer notifies you. You can view, download and print the whole contract at any time, free of charge, and ask the employer for at least one paper copy without charge.',
    'Your key is kept on your own device. Tell nobody its passphrase, neither the employer nor the platform.',
    'The platform writes only commitments without personal data to the ledger. Your name, identity number and wage are not on it.',
    'The text is kept for at least two years after the contract has ended.',
  ],
} as const;
