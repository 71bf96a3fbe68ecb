/**
 * Makes package.json name only what the built server imports, so that `npm prune` leaves nothing else:
 * `node docker/runtime-packages.mjs`, in the folder of the build.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const IMPORT = /(?:from|import) ?\(?'([^'.][^']*)'/g;

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const imported = new Set(filesBelow('dist').flatMap(importsOf));
const tools = Object.entries(manifest.devDependencies).filter(
  ([name]) => imported.has(name) || Object.hasOwn(manifest.peerDependencies, name),
);
const dependencies = { ...manifest.dependencies, ...Object.fromEntries(tools) };
writeFileSync(
  'package.json',
  JSON.stringify({ ...manifest, dependencies, devDependencies: {}, peerDependencies: {} }, null, 2),
);

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The names of packages, without the paths within them. */
function importsOf(file) {
  const specifiers = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, specifier]) => specifier);
  return specifiers.map((specifier) =>
    specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/'),
  );
}
