// Bundles CodeMirror for the editor's page: node build.mjs MODULES FOLDER
//
// MODULES is a folder in which `npm ci` has been run with this folder's package-lock.json. FOLDER gets
// `codemirror.js.gz` and `licenses/codemirror.txt`. The same versions give the same bytes; packed, they may differ from
// Node to Node.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const [modules, folder] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const esbuild = createRequire(join(modules, 'package.json'))('esbuild');

/** Parsers of languages, of which commands use a type: the package does not say that it may be left out. */
const leaveOutParsers = {
  name: 'leave-out-parsers',
  setup(build) {
    build.onResolve({ filter: /^@lezer\// }, async ({ path, pluginData, ...options }) => {
      if (pluginData) return null;
      return { ...await build.resolve(path, { ...options, pluginData: true }), sideEffects: false };
    });
  },
};

/** The page's policy forbids `<style>`: the sheet is adopted by the document, as it is by a shadow root. */
const adoptStyles = {
  name: 'adopt-styles',
  setup(build) {
    build.onLoad({ filter: /style-mod\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const condition = 'if (!root.head && root.adoptedStyleSheets';
      if (!text.includes(condition)) throw new Error(`${path} mounts its styles in another way now`);
      return { contents: text.replace(condition, 'if (root.adoptedStyleSheets') };
    });
  },
};

const { metafile, outputFiles: [bundle] } = await esbuild.build({
  stdin: { contents: readFileSync(join(here, 'codemirror.js'), 'utf8'), resolveDir: modules },
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  banner: { js: '// CodeMirror, bundled by tests/tools/editor/build.mjs. Licences: licenses/codemirror.txt.' },
  legalComments: 'none',
  metafile: true,
  write: false,
  absWorkingDir: modules,
  outfile: join(folder, 'codemirror.js'),
  plugins: [leaveOutParsers, adoptStyles],
});

const [{ inputs }] = Object.values(metafile.outputs);
const used = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0)
  .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
const licences = [...new Set(used)].filter(Boolean).sort().map((name) => {
  const place = join(modules, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
  const file = readdirSync(place).find((one) => /^licen[cs]e/i.test(one));
  if (!file) throw new Error(`${relative(modules, place)} has no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(place, file), 'utf8').trim()}\n`;
});

mkdirSync(join(folder, 'licenses'), { recursive: true });
writeFileSync(join(folder, 'codemirror.js.gz'), gzipSync(bundle.contents, { level: 9 }));
writeFileSync(join(folder, 'licenses', 'codemirror.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
