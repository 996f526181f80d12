import { isObject, type Json } from './json'

/** What stands in the place of a value that is not shown. */
export const HIDDEN = '(hidden)'

/** Fields of an object that hold payload, not configuration of traffic. */
const payloads: ReadonlySet<string> = new Set(['data', 'stringData', 'binaryData'])

/** Annotations in which tools keep a copy of the whole object, its env values included. */
const copies =
  /(^|[/.-])(last-applied(-configuration)?|original(-configuration)?|applied-configuration|objectset\.rio\.cattle\.io\/applied)$/

/** Long enough to tell two certificates apart. */
const BUNDLE_SHOWN = 24

const secretName = /authorization|cookie|credential|passw(or)?d|secret|token|api[-_]?key|private[-_]?key/i
/** `--token-file=/etc/token` names where a secret is, and is none. */
const placeName = /(file|path|dir|name|mode|ref|url|header|issuer|audience|ttl|duration)s?$/i
const flag = /^(--?[\w.-]+)=(.*)$/s
const flagAlone = /^--?[\w.-]+$/
const userInfo = /(:\/\/)[^\s/@]+@/g

/**
 * An object of the API as a person may see it: without `managedFields`, copies of itself in annotations, `data`, and
 * values that are or may be secret. Values of environment variables are always hidden; so are the values of headers and
 * flags with a telling name, and user names and passwords within addresses of a command. `caBundle` is shortened.
 * References to Secrets stay, as the API server shows them: they name, and do not tell.
 *
 * The argument is not changed. Anything that is no object is answered with `{}`.
 */
export function redactObject(object: unknown): Json {
  if (!isObject(object)) return {}
  return redactFields(object, (name) => payloads.has(name))
}

function redactFields(object: Json, leftOut: (name: string) => boolean = () => false): Json {
  const secret = typeof object.name === 'string' && typeof object.value === 'string' && secretName.test(object.name)
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]): readonly [string, unknown][] => {
      if (leftOut(name) || name === 'managedFields') return []
      if (secret && name === 'value') return [[name, HIDDEN]]
      return [[name, redactField(name, value)]]
    }),
  )
}

function redactField(name: string, value: unknown): unknown {
  if (name === 'annotations' && isObject(value)) return redactAnnotations(value)
  if (name === 'caBundle' && typeof value === 'string') return shortened(value)
  if (Array.isArray(value)) {
    if (name === 'env') return value.map(redactVariable)
    if (name === 'args' || name === 'command') return redactWords(value)
    return value.map((item: unknown) => redactField('', item))
  }
  return isObject(value) ? redactFields(value) : value
}

/** An EnvVar keeps its name and where it comes from. */
function redactVariable(variable: unknown): unknown {
  if (!isObject(variable)) return HIDDEN
  return 'value' in variable ? { ...variable, value: HIDDEN } : variable
}

function redactAnnotations(annotations: Json): Json {
  return Object.fromEntries(
    Object.entries(annotations)
      .filter(([name]) => !copies.test(name))
      .map(([name, value]) => [name, secretName.test(name) || isManifest(value) ? HIDDEN : value]),
  )
}

/** A copy of an object under a name that we do not know. */
function isManifest(value: unknown): boolean {
  return typeof value === 'string' && /^\s*[{[]/.test(value) && /"(env|stringData|managedFields)"\s*:/.test(value)
}

function redactWords(words: readonly unknown[]): readonly unknown[] {
  return words.map((word, index) => {
    if (typeof word !== 'string') return word
    const before = words[index - 1]
    if (typeof before === 'string' && flagAlone.test(before) && isSecretFlag(before) && !word.startsWith('-'))
      return HIDDEN
    const [, name, value] = flag.exec(word) ?? []
    if (name !== undefined && value !== undefined && value !== '' && isSecretFlag(name)) return `${name}=${HIDDEN}`
    return word.replace(userInfo, `$1${HIDDEN}@`)
  })
}

function isSecretFlag(name: string): boolean {
  return secretName.test(name) && !placeName.test(name)
}

function shortened(bundle: string): string {
  return bundle.length <= BUNDLE_SHOWN ? bundle : `${bundle.slice(0, BUNDLE_SHOWN)}… (${bundle.length} characters)`
}
