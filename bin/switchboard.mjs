#!/usr/bin/env node
// The one command: installs and builds what is missing, then serves.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Switchboard needs Node.js 20.19 or later; this is ${process.versions.node}.\nInstall a newer one from https://nodejs.org, or with your version manager (nvm install 22).`,
  )
  process.exit(1)
}

/** Says what a person has to mend, and ends. */
function orSay(step) {
  try {
    return step()
  } catch (error) {
    console.error(error.message)
    return process.exit(1)
  }
}

orSay(ensureInstalled)
const { readOptions } = await import('./options.mjs')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const options = readOptions(process.argv.slice(2), version)
// Read when Next and React load: they decide by it which of their builds runs.
process.env.NODE_ENV = options.dev ? 'development' : 'production'
process.env.NEXT_TELEMETRY_DISABLED = '1'
if (options.dev) await (await import('./build.mjs')).buildServer()
else orSay(ensureBuilt)
const { main } = await import(pathToFileURL(join(root, 'dist', 'server.mjs')).href)
process.exit(await main(options))
