import { readFileSync } from 'node:fs';
import ts from 'typescript';

/**
 * What a source file imports, read with TypeScript's parser, and which names of Node it uses without declaring them.
 * `{imports: [{specifier, typeOnly, line, isProgram}], computed: [line], nodeNames: [{name, line}], texts}`; `specifier` is as written,
 * `isProgram` marks a file named for a process or a worker, `texts` are all its string literals.
 */
export function readSource(path) {
  const text = readFileSync(path, 'utf8');
  const code = path.endsWith('.vue') ? scriptOf(text) : text;
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found = { imports: [], computed: [], nodeNames: [], texts: [] };
  const declared = new Set();
  const visit = (node) => {
    readImport(node, found, file);
    readName(node, found, declared, file);
    if (ts.isStringLiteralLike(node)) found.texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  found.nodeNames = found.nodeNames.filter(({ name }) => !declared.has(name));
  return found;
}

/** The scripts of a single-file component, each on the lines where it stands. */
function scriptOf(text) {
  let code = '';
  for (const match of text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)) {
    const before = text.slice(0, match.index + match[0].indexOf('>') + 1);
    const missing = before.split('\n').length - code.split('\n').length;
    code += '\n'.repeat(Math.max(0, missing)) + match[1];
  }
  return code;
}

function readImport(node, found, file) {
  const add = (literal, typeOnly) => {
    if (literal !== undefined && ts.isStringLiteralLike(literal)) {
      found.imports.push({ specifier: literal.text, typeOnly, line: lineOf(node, file) });
    } else {
      found.computed.push(lineOf(node, file));
    }
  };
  if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
  else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    add(node.moduleSpecifier, node.isTypeOnly || isAllTypes(node.exportClause));
  } else if (ts.isImportTypeNode(node)) add(node.argument.literal, true);
  else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    add(node.arguments[0], false);
  } else if (isCallOf(node, 'require')) add(node.arguments[0], false);
  else if (ts.isNewExpression(node) && isWorkerUrl(node)) {
    const written = node.arguments[0].text;
    const specifier = written.startsWith('.') ? written : `./${written}`;
    found.imports.push({ specifier, typeOnly: false, line: lineOf(node, file), isProgram: true });
  }
}

function isTypeOnly(clause) {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword || clause.isTypeOnly) return true;
  return clause.name === undefined && isAllTypes(clause.namedBindings);
}

function isAllTypes(bindings) {
  if (bindings === undefined || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

/** `new URL('./x.js', import.meta.url)`: how a module names a file beside it. */
function isWorkerUrl(node) {
  const [first, second] = node.arguments ?? [];
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'URL' || second === undefined)
    return false;
  return (
    ts.isStringLiteralLike(first) &&
    /\.[cm]?[jt]s$/.test(first.text) &&
    second.getText() === 'import.meta.url'
  );
}

function isCallOf(node, name) {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;
}

const nodeGlobals = new Set([
  'Buffer',
  'process',
  'global',
  'require',
  '__dirname',
  '__filename',
  'setImmediate',
  'NodeJS',
]);

function readName(node, found, declared, file) {
  if (!ts.isIdentifier(node) || !nodeGlobals.has(node.text)) return;
  const { parent } = node;
  const isMember =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node);
  if (isMember) {
    const owner = ts.isPropertyAccessExpression(parent) ? parent.expression : undefined;
    if (owner === undefined || !ts.isIdentifier(owner) || !/^(?:globalThis|window|self)$/.test(owner.text))
      return;
  } else if (ts.isShorthandPropertyAssignment(parent)) {
    // a use
  } else if (parent.name === node || parent.propertyName === node) {
    if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) {
      declared.add(node.text);
    }
    if (ts.isFunctionDeclaration(parent) || ts.isImportSpecifier(parent)) declared.add(node.text);
    return;
  }
  found.nodeNames.push({ name: node.text, line: lineOf(node, file) });
}

function lineOf(node, file) {
  return file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
