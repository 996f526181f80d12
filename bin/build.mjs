// Builds the pages (next build) and the server before them (one file, packages left outside).
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './prepare.mjs'

/** Bundles server/main.ts to dist/server.mjs: a fraction of a second. */
export async function buildServer() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: ['server/main.ts'],
    outfile: 'dist/server.mjs',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { '@': root },
    sourcemap: 'linked',
    logLevel: 'warning',
  })
}

/** @returns {number} the exit code of `next build` */
export function buildPages() {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const { status } = spawnSync(process.execPath, [next, 'build'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  return status ?? 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildServer()
  process.exitCode = buildPages()
}
