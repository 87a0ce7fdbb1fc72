/** One element; what stands in it is XML already. Attributes without a value are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...content: readonly string[]
): string {
  let head = name;
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined)
      head += ` ${key}="${typeof value === 'number' ? String(value) : escapeXml(value)}"`;
  const inside = content.join('');
  return inside === '' ? `<${head}/>` : `<${head}>${inside}</${name}>`;
}

/** A text as XML. Characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  if (!RISKY.test(text)) return text;
  return text
    .replace(/[<>&"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[\t\n\r]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const RISKY = /[<>&"'\u0000-\u001f\ufffe\uffff]|[\ud800-\udfff]/;
const FORBIDDEN =
  // eslint-disable-next-line no-control-regex -- as above
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
