import { createHash } from 'node:crypto';
import type { OpenApiDocument, OpenApiOperation, OpenApiParameter, OpenApiResponse } from './document.js';

const STYLE = `
body { font: 16px/1.6 system-ui, sans-serif; color: #1d1d1f; background: #fff; margin: 0 auto; max-width: 60rem; padding: 24px 16px; }
h1 { font-size: 1.5rem; } h2 { font-size: 1rem; margin: 32px 0 8px; }
code, pre { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: #f4f4f5; padding: 8px; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; } td, th { border-bottom: 1px solid #d4d4d8; padding: 4px 8px; text-align: left; vertical-align: top; }
summary { cursor: pointer; padding: 8px 0; }
@media (prefers-color-scheme: dark) { body { color: #e4e4e7; background: #18181b; } pre { background: #27272a; } td, th { border-color: #3f3f46; } }
`;

/** The page's Content-Security-Policy: its one style sheet, and nothing else from anywhere. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** An HTML page that shows the document: no script, no request to anybody. */
export function pageOf(document: OpenApiDocument): string {
  const sections = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      'operationId' in operation ? [section(method, path, operation)] : [],
    ),
  );
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)} API</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(document.info.title)} API</h1>
<p>每个机构的接口位于 <code>/orgs/{organisation}</code> 之下；部级接口也位于根路径。<span lang="en">Each organisation’s interface
stands under <code>/orgs/{organisation}</code>, the ministry’s at the root as well.</span>
<a href="/openapi.json">openapi.json</a></p>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

function section(method: string, path: string, operation: OpenApiOperation): string {
  const roles = operation['x-roles'];
  return `<section>
<h2 id="${escape(operation.operationId)}"><code>${escape(method.toUpperCase())} ${escape(path)}</code></h2>
<p>${escape(operation['x-summary-zh'])}<br><span lang="en">${escape(operation.summary)}</span></p>
<p>角色 <span lang="en">Roles</span>: <code>${escape(roles === 'public' ? 'public' : roles.join(', '))}</code></p>
${table(operation.parameters.map(parameterRow))}
${Object.entries(operation.requestBody?.content ?? {})
  .map(content)
  .join('')}
${table(Object.entries(operation.responses).map(responseRow))}
</section>`;
}

function parameterRow({ name, in: place, required, schema }: OpenApiParameter): string {
  return `<tr><td><code>${escape(name)}</code></td><td>${place}${required ? '' : '?'}</td><td><code>${escape(JSON.stringify(schema))}</code></td></tr>`;
}

function responseRow([status, { description, content: types = {} }]: [string, OpenApiResponse]): string {
  const schemas = Number(status) < 400 ? Object.entries(types).map(content).join('') : '';
  return `<tr><td><code>${escape(status)}</code></td><td>${escape(description)}${schemas}</td></tr>`;
}

function content([type, { schema }]: [string, { schema?: Record<string, unknown> }]): string {
  if (schema === undefined) return `<p><code>${escape(type)}</code></p>`;
  return `<details><summary><code>${escape(type)}</code></summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function table(rows: readonly string[]): string {
  return rows.length === 0 ? '' : `<table><tbody>${rows.join('')}</tbody></table>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
