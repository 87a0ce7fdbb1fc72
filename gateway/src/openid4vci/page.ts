import { schemaOf } from '@renxin/credentials/schema';
import type { Pushed } from './grant.js';

/**
 * What a browser shows while the holder decides in its own app. It has no script: it asks again by itself, and goes on once
 * the holder has decided.
 */
export function waitingPage(request: string, { client, redirectUri, type }: Pushed, name: string): string {
  const { label } = schemaOf(type).definition;
  const back = new URL(redirectUri);
  const host = back.host === '' ? back.protocol : back.host;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>等待确认 Waiting</title>
</head>
<body>
<main>
<h1>请在电子社保卡应用中确认 <span lang="en">Confirm in your app</span></h1>
<p>${text(name)} · ${text(label.zh)} <span lang="en">${text(label.en)}</span></p>
<p>申请方 <span lang="en">Asked by</span>: ${text(client)} → ${text(host)}</p>
<p>请求号 <span lang="en">Request</span>: <code>${text(request)}</code></p>
<p>不是您本人发起的，请勿确认。 <span lang="en">If you did not start this, do not confirm.</span></p>
</main>
</body>
</html>
`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
