/** The text that stands in every bundle: what it is and how to check it. */
export function readme(contract: string): string {
  return `人信证据包 / Renxin evidence bundle
${contract}

一、这是什么
本文件包含一份电子劳动合同及其订立过程的证据：合同原文（contract/contract.pdf）、双方的电子签名、时间戳、
账本证明、身份核验记录和打开账本承诺所需的盐值（commitments.json）。其中有个人信息，请妥善保管。

二、如何核验
1. 从可信渠道取得信任文件 trust.json，并通过其他途径（电话、公告、纸质文件）核对其指纹。不要使用随本文件一同收到的信任文件。
2. 在任意一台装有 Node.js 的计算机上离线运行：npx renxin verify contract.evidence.zip --trust trust.json
   也可以把文件拖入平台首页的核验区，核验在浏览器内进行，文件不上传。
3. 退出码 0 表示有效，1 表示无效，2 表示无法判定。报告逐项列出核验了什么，也列出没有证明什么。

4. 预期结果：未改动的证据包为“验证通过”（退出码 0）；改动任何一个字节为“验证不通过”（1）；没有信任文件为“无法判定”（2）。
   也可断开网络打开 verify.html（另行取得，其摘要见 statement.json），把信任文件和本文件放入。

三、没有证明什么
核验证明合同自签署以来未被改动、由谁的密钥签署、何时签署。它不能证明签署之前内容的真实性。

1. What this is
This file holds one electronic labor contract and the evidence of how it was concluded: the document
(contract/contract.pdf), both parties' signatures, time-stamps, proofs from the ledger, the records of how identity
was proven, and the salts that open the commitments on the ledger (commitments.json). It holds personal data: keep it safe.

2. How to check it
1. Get the trust file trust.json from a source that you believe, and compare its fingerprint by another way (telephone,
   notice, paper). Do not use a trust file that came together with this file.
2. On any computer with Node.js, offline: npx renxin verify contract.evidence.zip --trust trust.json
   or drop the file on the start page of the platform: it is checked in the browser and not uploaded.
3. Exit code 0 means valid, 1 invalid, 2 undetermined. The report lists what was checked, and what is not proven.

4. Expected: valid (exit code 0) for the bundle as it is; invalid (1) after any one changed byte; undetermined (2) without
   a trust file. Or open verify.html with the network off (get it separately; its digests stand in statement.json) and
   give it the trust file and this file.

3. What it does not prove
That the document was not altered since it was signed, by whose keys and when it was signed: this is shown. That what it
says was true before it was signed: this is not.
`;
}
