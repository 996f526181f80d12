import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ControlPlane } from '../control-plane.mjs'
import { createNamespaces } from '../generated/write'

const beside = fileURLToPath(new URL('../../../../shared/manifests', import.meta.url))

/**
 * The folder of real projects' manifests, which are not part of this repository: SWITCHBOARD_MANIFESTS, or else
 * `shared/manifests` beside the clone.
 *
 * @throws {Error} where there is none
 */
export function manifestsFolder(): string {
  const folder = process.env.SWITCHBOARD_MANIFESTS ?? beside
  if (existsSync(folder)) return folder
  throw new Error(`The manifests of real projects are not at ${folder}; name their folder in SWITCHBOARD_MANIFESTS`)
}

/** The files of a project, in the order in which they are applied. */
export function filesOf(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return files.sort().map((name) => join(folder, name))
}

/**
 * What a cluster refuses of them all the same: kinds that it does not know, and halves that kustomize would complete.
 * Whoever applies by hand reads it and goes on.
 */
const passed = /no matches for kind|ensure CRDs are installed first|^Error from server \(Invalid\)|^Warning: /

/** A manifest may count on a namespace or an account that a later one makes. */
const ATTEMPTS = 3

/**
 * Applies files in their order to a new namespace, all of them again where one came before what it needs.
 *
 * @throws {Error} in the API server's words, where it refuses anything but a kind that it does not know
 */
export async function applyProject(plane: ControlPlane, namespace: string, files: readonly string[]): Promise<void> {
  await createNamespaces(plane, [namespace])
  // Unlike `--namespace` it leaves alone what names another one.
  await plane.kubectl(['config', 'set-context', '--current', `--namespace=${namespace}`])
  let refused: readonly string[] = []
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    refused = await refusalsOf(plane, files)
    if (refused.length === 0) return
  }
  throw new Error(`${namespace} was refused:\n${refused.join('\n')}`)
}

async function refusalsOf(plane: ControlPlane, files: readonly string[]): Promise<readonly string[]> {
  try {
    await plane.kubectl(['apply', ...files.map((file) => `--filename=${file}`)])
    return []
  } catch (error) {
    const words = (error as Error).message.replace(/^kubectl .*?\.yaml: /, '')
    return words.split('\n').filter((line) => line !== '' && !passed.test(line))
  }
}
