export const usage = `人信 Renxin

  renxin serve                        启动平台 the platform, with demonstration data (RENXIN_PORT, RENXIN_DATA)
      --conformance   符合性测试服务 test issuers without tokens for the public W3C suites, loopback only
  renxin demo --out DIR               演示故事并留下材料 plays the story on a private instance, leaves the artefacts
      --ledger fabric 在临时的 Fabric 网络上 on a private Fabric network (FABRIC_BIN)
  renxin verify FILE... [options]     离线验证 verifies any artefact offline
      --trust FILE    信任文件 whom to trust; without it everything about trust is not checked
      --as-of TIME    某一时刻的状态 the state at a time (ISO 8601)
      --max-age DAYS  状态最多多旧 how old a status may be
      --json          机器可读 one report per file, as JSON
      --lang zh|en    语言 language of the report (zh)
      exit: 0 valid, 1 invalid, 2 undetermined, 3 a wrong call
  renxin fsck DIR [--trust F] [--json]  校验数据目录 proves a data directory: 0 sound, 1 not, 3 a wrong call
  renxin keys DIR [--json]            密钥清单 which keys a data directory and the devices of RENXIN_KEYS hold; tries those
  renxin revoke DIR AUTHORITY SERIAL --reason R [--url URL] [--yes]
                                      吊销证书 revokes a certificate on a running platform; a dry run without --yes
  renxin conformance URL [options]    接入符合性检查 checks a province's deployment, e.g. https://host/orgs/gd
      --official RING --passphrase FILE   本省密钥 the province's key: issuing, verification
      --identity-authority URL            身份认证机构 binds the kit's synthetic holder
      --other URL     另一省 another province, for the transfer
      --other-official RING --other-passphrase FILE   另一省密钥 its key: accepts the transfer
      --fingerprint HEX --province ID --only GROUP --dry-run --out DIR --json --lang zh|en
      exit: 0 holds, 1 does not, 2 nothing was learned, 3 a wrong call
  renxin network up|status|deploy|down [--dir DIR] [--json]
                                      Fabric 网络 a Hyperledger Fabric network of plain processes (FABRIC_BIN)
      --orgs N --orderers N --consensus bft|raft --port N --channel NAME   for a new network
      --sequence N                                                        for deploy
  renxin network add-organisation ID [--port N] [--dry-run]
                                      向运行中的通道增加机构 adds an organisation to a running channel
  renxin network renew-certificates ID [--from DIR]
                                      更换机构的证书 gives an organisation's processes new certificates
  renxin network remove-orderer NAME  移除排序节点 takes an orderer out of the channel
  renxin network rejoin-peer ID [--snapshot-of ID]
                                      节点清空后重新加入 lets a peer begin anew
  renxin bench [NAME...] [--json]     基准测试 benchmarks, each beside its limit or peer
`;

export function say(text: string, where: 'out' | 'error' = 'out'): void {
  (where === 'out' ? process.stdout : process.stderr).write(text.endsWith('\n') ? text : `${text}\n`);
}
