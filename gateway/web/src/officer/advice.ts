import type { Text } from '../language/language';

/** What an official does about a refusal: by its code. */
export function adviceFor(code: string): Text {
  return advices[code] ?? otherwise;
}

const otherwise: Text = {
  zh: '请再试一次；若仍不成功，请把下面的代码和请求编号告诉管理员。',
  en: 'Try again; if it fails once more, tell the administrator the code and the request id below.',
};
const again: Text = {
  zh: '别处可能已经办理过。请重新打开本页，看现在的状态。',
  en: 'Somebody may have decided meanwhile. Open this page again and look at its state.',
};
const number: Text = { zh: '请核对号码后再查。', en: 'Check the number and look again.' };
const wait: Text = { zh: '请稍候几秒再试。', en: 'Wait some seconds and try again.' };

const advices: Readonly<Record<string, Text>> = {
  GATEWAY_UNREACHABLE: {
    zh: '请检查网络，确认平台仍在运行，再试一次。填写的内容还在本页。',
    en: 'Check the network and that the platform runs, then try again. What you filled in is still here.',
  },
  NOT_READY: wait,
  OVERLOADED: wait,
  IDEMPOTENCY_IN_PROGRESS: wait,
  LEDGER_UNAVAILABLE: wait,
  LEDGER_OUTCOME_UNKNOWN: {
    zh: '账本可能已经收下。请先看现在的状态，不要另起一份。',
    en: 'The ledger may have taken it. Look at the present state first; do not begin another.',
  },
  ROLE_FORBIDDEN: {
    zh: '这件事只能由本省经办人办理。请退出后用本省工作台登录。',
    en: 'Only officials of this province decide this. Sign out and sign in at your own desk.',
  },
  NOT_ENTITLED: {
    zh: '本省无权作这项决定，由作出决定的机关办理。',
    en: 'This province may not decide it; whoever gave it does.',
  },
  CERTIFICATE_UNKNOWN: number,
  CERTIFICATE_STATE: again,
  CERTIFICATE_SEQUENCE: again,
  CERTIFICATE_REVOKED: again,
  CERTIFICATE_SUSPENDED: again,
  TRANSFERRED_OUT: again,
  TRANSFER_DECIDED: again,
  TRANSFER_UNKNOWN: again,
  TRANSFER_MISMATCH: {
    zh: '证照没有转往本省。请持证人在原签发省重新办理转出。',
    en: 'It was not sent to this province. The holder asks the province of issue to send it here.',
  },
  CERTIFICATE_NUMBER_EXISTS: {
    zh: '这个证书编号已经签发过。请核对编号，或先查询那一份。',
    en: 'A certificate with this number was issued. Check the number, or look that one up.',
  },
  CERTIFICATE_DATES: {
    zh: '签发日期须在最近 30 天内，有效期须未届满。请改日期。',
    en: 'The date of issue has to be one of the last 30 days, and its term not over. Correct the dates.',
  },
  IDENTITY_NOT_PROVEN: {
    zh: '本省还没有这个人的身份核验记录。请持证人先在钱包里向本省核验身份。',
    en: 'Nobody of this number has proven an identity here. The holder does that first, in the wallet.',
  },
  HOLDER_MISMATCH: {
    zh: '姓名与身份核验记录不一致。请对照证件核对姓名和号码。',
    en: 'The name is not that of the proven identity. Compare name and number with the document.',
  },
  ISSUER_NOT_ACCREDITED: {
    zh: '签发机构在这天没有这类证照的资质。请先在“资质”里备案。',
    en: 'The issuer is not accredited for this type on that day. Accredit it first, under “Accreditations”.',
  },
  ACCREDITATION_BEYOND: {
    zh: '超出本省自己的资质。请缩短期限，或换一项依据。',
    en: 'More than the province’s own accreditation allows. Choose an earlier end, or another one to give from.',
  },
  ACCREDITATION_PERIOD_INVALID: {
    zh: '截止日须在今天之后。请改日期。',
    en: 'The last day has to be after today. Correct the date.',
  },
  ACCREDITATION_EXISTS: again,
  ACCREDITATION_STATE: again,
  ACCREDITATION_SEQUENCE: again,
  ACCREDITATION_SUSPENDED: again,
  ACCREDITATION_UNKNOWN: again,
  RECOGNITION_PERIOD_INVALID: {
    zh: '截止日须在今天之后。请改日期。',
    en: 'The last day has to be after today. Correct the date.',
  },
  RECOGNITION_EXISTS: again,
  RECOGNITION_UNKNOWN: again,
  IMPORTS_OPEN: {
    zh: '还有几批没有办完。请先签发或取消其中一批，再上传。',
    en: 'Several imports are still open. Issue or cancel one of them, then upload.',
  },
  IMPORT_STATE: again,
  IMPORT_MISMATCH: {
    zh: '可签发的行数已变。请看现在的校验报告，再确认。',
    en: 'The number of valid rows is another now. Read the report as it is, then confirm.',
  },
  IMPORT_UNKNOWN: {
    zh: '没有这一批。请从“批量签发”里重新打开。',
    en: 'There is no such import. Open it from “Issue in bulk”.',
  },
  CONTENT_TYPE_UNSUPPORTED: {
    zh: '请上传 CSV 或 NDJSON 文件。',
    en: 'Upload a file of CSV or NDJSON.',
  },
  BODY_TOO_LARGE: {
    zh: '文件太大。请拆成几个文件分别上传。',
    en: 'The file is too large. Split it and upload the parts.',
  },
  STATUS_UNAVAILABLE: {
    zh: '状态列表取不到，不能下结论。请稍后再核验。',
    en: 'The status list cannot be had, so nothing can be said. Verify again later.',
  },
};
