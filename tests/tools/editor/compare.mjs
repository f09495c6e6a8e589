// Compares scripts and style sheets with what the build makes smaller of them: node compare.mjs MODULES SOURCES PACKED
//
// Both have to be the same after esbuild has read and minified them. Prints how many pairs there are.

import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv } from 'node:process';
import { gunzipSync } from 'node:zlib';

const [modules, sources, packed] = argv.slice(2);
const esbuild = createRequire(join(modules, 'package.json'))('esbuild');
const options = { minify: true, charset: 'utf8', legalComments: 'none' };

const paths = readdirSync(sources, { recursive: true }).filter((path) => /\.(js|css)$/.test(path));
const meaning = async (text, path) => {
  const { code } = await esbuild.transform(text, { ...options, loader: path.split('.').pop() });
  return code;
};
await Promise.all(paths.map(async (path) => {
  const source = await meaning(readFileSync(join(sources, path), 'utf8'), path);
  const other = await meaning(gunzipSync(readFileSync(join(packed, `${path}.gz`))).toString(), path);
  if (source !== other) throw new Error(`${path} means something else when it is packed`);
}));
console.log(paths.length);
