// A loader for the bundler: turns each ICU sentence of a messages file into the form that
// `use-intl/format-message/format-only` reads, so that no parser travels to the browser (10 kB less, gzip).
import compile from 'icu-minify/compile'

/** @param {unknown} tree sentences by key, nested to any depth */
function compileTree(tree) {
  if (typeof tree === 'string') return compile(tree)
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, compileTree(value)]))
}

/** @param {string} source the text of a messages file */
export default function load(source) {
  return `export default ${JSON.stringify(compileTree(JSON.parse(source)))}`
}
