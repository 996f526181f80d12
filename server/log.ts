import { redact } from './redact'

export const levels = ['error', 'warn', 'info', 'debug'] as const
export type Level = (typeof levels)[number]

/** What belongs to a message, under names that stay. Undefined leaves a field out. */
export type Fields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** Says what happened, one line each, for whoever looks later: a sentence that stays, and what differs as fields. */
export type Log = { readonly [L in Level]: (message: string, fields?: Fields) => void }

export interface LogOptions {
  /** What is less severe is left out. */
  readonly level: Level
  /** `json`: an object a line, for a collector; `text`: for a person. */
  readonly format: 'text' | 'json'
  /** RFC 3339. */
  readonly now: () => string
  readonly write: (line: string) => void
}

/** The words of others are cut here: an API server may answer with a page. */
const MOST_CHARACTERS = 500

/** A log whose lines are whole, whatever is in them: no line break, no control character and no credential. */
export function createLog({ level, format, now, write }: LogOptions): Log {
  const least = levels.indexOf(level)
  const lineOf = format === 'json' ? jsonLine : textLine
  const at =
    (own: Level): Log[Level] =>
    (message, fields = {}) => {
      if (levels.indexOf(own) <= least) write(lineOf(now(), own, clean(message), cleaned(fields)))
    }
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

/** A log that nobody reads. */
export const silentLog: Log = { error() {}, warn() {}, info() {}, debug() {} }

type Clean = readonly (readonly [string, string | number | boolean | readonly string[]])[]

function cleaned(fields: Fields): Clean {
  return Object.entries(fields).flatMap(([name, value]): Clean => {
    if (value === undefined) return []
    if (typeof value === 'string') return [[name, clean(value)]]
    return [[name, typeof value === 'object' ? value.map(clean) : value]]
  })
}

function clean(text: string): string {
  const safe = redact(text)
  return safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS)}…` : safe
}

function jsonLine(time: string, level: Level, message: string, fields: Clean): string {
  return JSON.stringify({ time, level, message, ...Object.fromEntries(fields) })
}

function textLine(time: string, level: Level, message: string, fields: Clean): string {
  const told = fields.map(([name, value]) => `  ${name}=${shown(typeof value === 'object' ? value.join(',') : value)}`)
  return `${time} ${level.toUpperCase().padEnd(5)} ${plain(message)}${told.join('')}`
}

/** As it is where that cannot be misread, else quoted. */
function shown(value: string | number | boolean): string {
  const text = String(value)
  return /^[\w./:@,~*+-]+$/.test(text) ? text : `"${plain(text).replaceAll('"', '\\"')}"`
}

/** Control, line-breaking and bidirectional characters as escapes: nobody writes a second line, or to the terminal. */
function plain(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}
