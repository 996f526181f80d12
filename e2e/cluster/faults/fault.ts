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
 *     # Found: error, Service web, Pod × 3
 */
export interface Fault {
  /** The rule that is to find it, and the namespace that it happens in. */
  readonly code: string
  readonly says: string
  readonly steps: readonly string[]
  /** The subject of the finding, in the namespace `code`. */
  readonly subject: { readonly kind: string; readonly name: string }
  /** How bad it is, and what it names, as `foundText` writes it. */
  readonly found: string
}

export const faultsFolder = fileURLToPath(new URL('.', import.meta.url))

/** Every fault of the folder by its code, sorted. Throws where a file does not begin as it should. */
export function readFaults(): ReadonlyMap<string, Fault> {
  const files = readdirSync(faultsFolder).filter((name) => name.endsWith('.yaml'))
  return new Map(files.sort().map((name) => [basename(name, '.yaml'), readFault(basename(name, '.yaml'))]))
}

function readFault(code: string): Fault {
  const text = readFileSync(`${faultsFolder}${code}.yaml`, 'utf8').split('\n')
  const comments = text.slice(
    0,
    text.findIndex((line) => !line.startsWith('# ')),
  )
  const lines = comments.map((line) => line.slice('# '.length))
  const told = (what: string) =>
    lines.flatMap((line) => (line.startsWith(`${what}: `) ? line.slice(what.length + 2) : []))
  const [says = ''] = lines
  const [found = ''] = told('Found')
  const subject = /^(\w+) (\S+)$/.exec(told('Look at')[0] ?? '')
  if (subject === null) throw new Error(`${code}.yaml does not begin as fault.ts says`)
  const [, kind = '', name = ''] = subject
  return { code, says, steps: told('Then'), subject: { kind, name }, found }
}

/** Which of them it is, and how they are called, is up to controllers and the scheduler. */
const anyOfThem: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'EndpointSlice', 'Node'])

/**
 * What a finding weighs and names, as a manifest says it: `error, Deployment web, Pod × 3`. Pods and their like are
 * counted, the others named, those of another namespace with it.
 */
export function foundText(namespace: string, severity: string, objects: readonly string[]): string {
  const names = objects.map((object) => {
    const [kind = '', ...path] = object.split('/')
    return anyOfThem.has(kind) ? kind : `${kind} ${path.join('/').replace(`${namespace}/`, '')}`
  })
  const counted = [...new Set(names)].map((name) => {
    const times = names.filter((other) => other === name).length
    return times > 1 ? `${name} × ${times}` : name
  })
  return [severity, ...counted].join(', ')
}
