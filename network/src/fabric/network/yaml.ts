/** What the configuration files of Fabric's programs are made of. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/** YAML in block style, strings always quoted as in JSON (which YAML 1.2 reads); members that are undefined are left out. */
export function toYaml(value: Yaml): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: Yaml): string[] {
  if (isList(value)) {
    if (value.length === 0) return ['[]'];
    return value.flatMap((item) => lines(item).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`)));
  }
  if (typeof value !== 'object') return [JSON.stringify(value)];
  const members = Object.entries(value).filter((member): member is [string, Yaml] => member[1] !== undefined);
  if (members.length === 0) return ['{}'];
  return members.flatMap(([key, member]) => {
    const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : JSON.stringify(key);
    const inner = lines(member);
    const oneLine =
      inner.length === 1 && (typeof member !== 'object' || /^(\[\]|\{\})$/.test(inner[0] ?? ''));
    return oneLine ? [`${name}: ${inner[0]}`] : [`${name}:`, ...inner.map((line) => `  ${line}`)];
  });
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}
