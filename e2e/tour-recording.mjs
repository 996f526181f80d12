// `node e2e/tour-recording.mjs`: plays the tour's story on a demo cluster and writes down what the product streams, to
// public/tour/web-service.json. To be run again when the records of the stream change their shape.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const file = join(root, 'public', 'tour', 'web-service.json')

// Below the root, so that the packages that stay outside the bundle are found.
mkdirSync(join(root, 'dist'), { recursive: true })
const folder = mkdtempSync(join(root, 'dist', 'tour-'))
try {
  const outfile = join(folder, 'record.mjs')
  await build({
    absWorkingDir: root,
    entryPoints: ['e2e/tour/record.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { '@': root },
    logLevel: 'warning',
  })
  const { recordTour } = await import(pathToFileURL(outfile).href)
  const text = JSON.stringify(await recordTour())
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${text}\n`)
  console.log(`${file}: ${text.length} bytes, ${gzipSync(text).length} gzipped`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
