import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * One fault of the documentation: `CODE.yaml`, which `kubectl apply -f` makes real in the namespace CODE, apart from
 * the steps that no manifest can hold. The file begins with comments of a fixed form:
 *
 *     # What is wrong, in one sentence.
 *     # Then: a step, as it stands in steps.ts; any number of them
 *     # Look at: Service web
 */
export interface Fault {
  /** The rule that is to find it, and the namespace that it happens in. */
  readonly code: string
  readonly says: string
  readonly steps: readonly string[]
  /** The subject of the finding, in the namespace `code`. */
  readonly subject: { readonly kind: string; readonly name: string }
}

export const faultsFolder = fileURLToPath(new URL('.', import.meta.url))

/** Every fault of the folder by its code, sorted. Throws where a file does not begin as it should. */
export function readFaults(): ReadonlyMap<string, Fault> {
  const files = readdirSync(faultsFolder).filter((name) => name.endsWith('.yaml'))
  return new Map(files.sort().map((name) => [basename(name, '.yaml'), readFault(basename(name, '.yaml'))]))
}

function readFault(code: string): Fault {
  const lines = readFileSync(`${faultsFolder}${code}.yaml`, 'utf8').split('\n')
  const comments = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('# ')),
  )
  const [says = '', ...rest] = comments.map((line) => line.slice('# '.length))
  const subject = /^Look at: (\w+) (\S+)$/.exec(rest.at(-1) ?? '')
  const steps = rest.slice(0, -1).map((line) => /^Then: (.+)$/.exec(line)?.[1])
  if (subject === null || steps.includes(undefined)) throw new Error(`${code}.yaml does not begin as fault.ts says`)
  const [, kind = '', name = ''] = subject
  return { code, says, steps: steps.filter((step) => step !== undefined), subject: { kind, name } }
}
