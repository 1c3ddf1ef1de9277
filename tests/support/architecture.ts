/**
 * The rules of the house that a machine can check, as data: each says what it forbids and finds the places. A place is
 * "path: what was found".
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type SourceFile = { path: string; text: string };
export type Rule = { name: string; violations(file: SourceFile): string[] };

const FOLDERS = ['app', 'components', 'lib', 'prisma', 'scripts', 'tests', 'tracker'];
const GENERATED = 'lib/db/generated/';

/** Everything that people write here in TypeScript or JavaScript. Paths are relative to `root` with forward slashes. */
export function readSources(root: string): SourceFile[] {
  const inFolders = FOLDERS.filter((folder) => existsSync(path.join(root, folder))).flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.posix.join(folder, name),
    ),
  );
  return [...readdirSync(root), ...inFolders]
    .filter((name) => /\.(tsx?|mjs)$/.test(name) && !name.startsWith(GENERATED) && name !== 'next-env.d.ts')
    .map((name) => ({ path: name, text: readFileSync(path.join(root, name), 'utf8') }));
}

// ---------------------------------------------------------------- imports point one way

type Layer = 'app' | 'components' | 'domain' | 'demo' | 'db' | 'base' | 'pure' | 'scripts' | 'tests';

/** app -> components -> pure lib; app -> lib domains -> lib/db -> pure lib. `base` is lib's own ground: environment, log. */
const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  app: ['app', 'components', 'domain', 'db', 'base', 'pure'],
  components: ['components', 'pure'],
  domain: ['domain', 'db', 'base', 'pure'],
  db: ['db', 'base', 'pure'],
  base: ['base', 'pure'],
  pure: ['pure'],
  demo: ['demo', 'domain', 'db', 'base', 'pure'],
  scripts: ['scripts', 'demo', 'domain', 'db', 'base', 'pure'],
  tests: ['tests', 'app', 'components', 'domain', 'demo', 'db', 'base', 'pure', 'scripts'],
};

const PURE = /^lib\/((event|errors|time|naming|format|start-error)(\.ts)?$|(segment|attribution|stats)\/)/;
const START = /^lib\/(boot|boot-inside-next|app-secret)$/; // brings everything up, so it knows everything
const PURE_PACKAGES = ['zod', 'isbot', 'node:crypto'];

/** `module` is a path from the root without its ending. */
function layerOf(module: string): Layer {
  if (/^(tests\/|.+\.config$)/.test(module)) return 'tests';
  if (module.startsWith('scripts/')) return 'scripts';
  if (module.startsWith('components/')) return 'components';
  if (module.startsWith('lib/demo/')) return 'demo';
  if (PURE.test(module)) return 'pure';
  if (module.startsWith('lib/db/')) return 'db';
  if (START.test(module)) return 'domain';
  if (/^lib\/[^/]+$/.test(module)) return 'base';
  if (module.startsWith('lib/')) return 'domain';
  return 'app';
}

type Import = { from: string; isTypeOnly: boolean };

function importsOf({ text }: SourceFile): Import[] {
  const statements = text.matchAll(/^\s*(?:import|export)\s(type\s)?([^'"`;]*?)from\s+['"]([^'"]+)['"]/gm);
  const calls = text.matchAll(/(?:^\s*import\s+|\bimport\(\s*)['"]([^'"]+)['"]/gm);
  return [
    ...[...statements].map(([, type, names = '', from = '']) => ({ from, isTypeOnly: !!type || hasOnlyTypes(names) })),
    ...[...calls].map(([, from = '']) => ({ from, isTypeOnly: false })),
  ];
}

function hasOnlyTypes(names: string): boolean {
  const inner = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1];
  const list = inner?.split(',').filter((name) => name.trim() !== '') ?? [];
  return list.length > 0 && list.every((name) => name.trim().startsWith('type '));
}

/** The module that an import means, from the root and without its ending; undefined for a package. */
function resolveImport(file: SourceFile, from: string): string | undefined {
  const target = from.startsWith('@/')
    ? from.slice(2)
    : from.startsWith('.')
      ? path.posix.join(path.posix.dirname(file.path), from)
      : undefined;
  return target?.replace(/\.(tsx?|mjs|css)$/, '');
}

const importDirection: Rule = {
  name: 'imports point one way: app -> components -> pure lib; app -> lib domains -> lib/db -> pure lib',
  violations(file) {
    const layer = layerOf(file.path.replace(/\.(tsx?|mjs)$/, ''));
    return importsOf(file)
      .filter(({ from, isTypeOnly }) => {
        const target = resolveImport(file, from);
        if (target === undefined) return layer === 'pure' && !isTypeOnly && !PURE_PACKAGES.includes(from);
        const isErased = layer === 'components' && isTypeOnly && target.startsWith('lib/'); // a type costs nothing
        return !isErased && !MAY_IMPORT[layer].includes(layerOf(target));
      })
      .map(({ from }) => `${file.path}: a module of ${layer} imports ${from}`);
  },
};

// ---------------------------------------------------------------- words that must not occur

/** A rule that nothing in files whose path matches `where` matches `pattern`. */
function forbid(name: string, pattern: RegExp, where: RegExp, except: RegExp = /^$/): Rule {
  return {
    name,
    violations(file) {
      if (!where.test(file.path) || except.test(file.path)) return [];
      const found = file.text.match(new RegExp(pattern, 'm'));
      return found ? [`${file.path}: ${found[0].trim()}`] : [];
    },
  };
}

const ANYWHERE = /./;
const PRODUCT = /^(?!tests\/)/;

export const RULES: readonly Rule[] = [
  importDirection,
  forbid(
    'process.env is read in lib/env.ts alone',
    /\bprocess\.env\b(?!\.NEXT_RUNTIME)/, // which is a constant that Next puts in while it builds
    /\.tsx?$/,
    /^lib\/env\.ts$|^[^/]+\.config\.ts$/,
  ),
  forbid('SQL is tagged, never put together as text', /\$(query|execute)RawUnsafe|\bPrisma\.raw\b/, PRODUCT),
  forbid('mutations go through route handlers, not server actions', /^\s*['"]use server['"]/, ANYWHERE),
  forbid('no barrels: whoever needs a thing imports its file', /^export\s[^'"`;]*?from\s+['"]/, ANYWHERE),
  forbid('pure code has no clock and no chance', /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/, PURE),
  forbid('types are not talked away', /\bas unknown as\b|@ts-(ignore|expect-error|nocheck)/, /\.tsx?$/),
  forbid('nothing is left for later', /\b(TODO|FIXME|XXX)\b/, ANYWHERE),
  forbid('no test is skipped, singled out or made to sleep', /\.(skip|only|fixme|todo)\(|waitForTimeout/, /^tests\//),
  {
    name: 'files and folders are kebab-case, or named as Next.js asks',
    violations: ({ path: name }) =>
      name.split('/').every((part) => /^(\(?[a-z0-9]+(-[a-z0-9]+)*\)?|\[(\.\.\.)?[a-zA-Z]+\])(\.[a-z]+)*$/.test(part))
        ? []
        : [name],
  },
  {
    name: 'no file named index: a file says what it holds',
    violations: ({ path: name }) =>
      /(^|\/)index\.(tsx?|mjs)$/.test(name) && !name.startsWith('tracker/') ? [name] : [],
  },
  {
    name: 'no file is longer than 400 lines',
    violations: ({ path: name, text }) =>
      text.split('\n').length > 401 ? [`${name}: ${text.split('\n').length}`] : [],
  },
];

// ---------------------------------------------------------------- the documents speak of what is there

const CITED = new RegExp(`^(${[...FOLDERS, 'public', '\\.ci'].join('|')})(/|$)|^[\\w.-]+\\.(ts|tsx|mjs|md)$`);

/** Paths in backticks that do not exist. A path with `*` or `‹name›` in it needs the folder before that. */
export function missingPaths(document: SourceFile, exists: (path: string) => boolean): string[] {
  return [...document.text.matchAll(/`([^`\s]+)`/g)]
    .map(([, cited = '']) => cited)
    .filter((cited) => CITED.test(cited) && !exists(cited.replace(/[^/]*[*‹{<].*$/, '').replace(/\/$/, '')))
    .map((cited) => `${document.path}: ${cited}`);
}
