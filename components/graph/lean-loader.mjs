// A loader for the bundler: makes of @xyflow/react, and of all that it draws and moves with, one module that holds what
// our pictures use: 18 kB less, gzip, in every first picture. The bundler by itself keeps what only an unused part of a
// module refers to.
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { build } from 'esbuild'

/** What components/graph imports of it; the build fails on a name that is not told here. */
const used = ['ReactFlow', 'useStore', 'ViewportPortal']

/**
 * What is left out of single modules: a pattern, and what takes its place. Where a library no longer reads like that,
 * the build fails: nothing grows back unseen.
 * @type {readonly { readonly module: RegExp, readonly cuts: readonly (readonly [RegExp, string])[] }[]}
 */
const lean = [
  {
    module: /@xyflow\/react\/dist\/esm\/index\.js$/,
    cuts: [
      // Names for debugging would keep the parts that bear them.
      [/^\w+\.displayName = '\w+';$/gm, ''],
      [/^(?:const|var) [\w$]+ = (?=(?:memo|forwardRef|fixedForwardRef|create\w+)\()/gm, '$&/*#__PURE__*/ '],
      // Cards are of our own types, and edges.tsx draws all edges in one picture of its own.
      [/^const builtinNodeTypes = \{[^}]*\};/gm, 'const builtinNodeTypes = {};'],
      [/^const EdgeRenderer = .*;$/gm, 'const EdgeRenderer = () => null;'],
      [/jsx\(ConnectionLineWrapper, /g, 'jsx(EdgeRenderer, '],
    ],
  },
  {
    module: /@xyflow\/system\/dist\/esm\/index\.js$/,
    cuts: [
      // A viewport is three numbers: it takes the way from one to another of no other value.
      [
        /import \{ interpolateZoom, interpolate \} from/g,
        'import { interpolateZoom, interpolateNumberArray as interpolate } from',
      ],
    ],
  },
  {
    module: /d3-interpolate\/dist\/d3-interpolate\.mjs$/,
    cuts: [[/^var \w+ = (?=\(function |\w+\()/gm, '$&/*#__PURE__*/ ']],
  },
  {
    module: /d3-transition\/dist\/d3-transition\.mjs$/,
    // No attribute, style or text of an element glides.
    cuts: [[/^ {2}(?:attr|attrTween|style|styleTween|text|textTween|remove): \w+,$/gm, '']],
  },
]

/** @type {import('esbuild').Plugin} */
const cutting = {
  name: 'cutting',
  setup({ onLoad }) {
    for (const { module, cuts } of lean)
      onLoad({ filter: module }, async ({ path }) => {
        const source = await readFile(path, 'utf8')
        const contents = cuts.reduce((text, [pattern, instead]) => {
          const cut = text.replaceAll(pattern, instead)
          if (cut === text) throw new Error(`${path} has nothing like ${pattern} any more`)
          return cut
        }, source)
        return { contents, loader: 'js' }
      })
  },
}

/**
 * @this {{ readonly resourcePath: string }}
 * @returns {Promise<string>} the lean module, which imports React and the store of the libraries as the whole one does
 */
export default async function load() {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${used.join(', ')} } from './${this.resourcePath.split('/').at(-1)}'`,
      resolveDir: dirname(this.resourcePath),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Which of the two this is, the bundler knows.
    define: { 'process.env.NODE_ENV': 'process.env.NODE_ENV' },
    external: ['react', 'react/*', 'react-dom', 'zustand/*'],
    banner: { js: '"use client";' },
    plugins: [cutting],
    logLevel: 'silent',
  })
  return outputFiles.map(({ text }) => text).join('')
}
