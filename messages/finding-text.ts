import type { ReactNode } from 'react'
import { createTranslator } from 'use-intl/core'
import type { Locale } from './locale'

/** What is said of one code. ICU messages whose arguments are the finding's facts; `<code>` stands around names and fields. */
export interface FindingSentences {
  /** The cause first, with figures; one sentence. */
  readonly title: string
  /** What to do. */
  readonly remedy: string
  /** How Kubernetes works here; one sentence. */
  readonly why?: string
  /** The page of the Kubernetes documentation that says so, in this language. */
  readonly link?: string
}

/** By code. */
export type FindingMessages = Readonly<Record<string, FindingSentences>>

/** As much of a finding as its sentences need. */
export interface Told {
  readonly code: string
  /** No fact is named `code`, which is the tag. */
  readonly facts: Readonly<Record<string, string | number>>
}

export interface FindingText<T> {
  readonly title: T
  readonly remedy: T
  readonly why?: T
  readonly link?: string
}

/** Turns findings into sentences of one language; built once, since each translator keeps what it has parsed. */
export interface FindingTeller {
  /** Plain text, in which `<code>` has become backticks. A code without sentences is its own title. */
  plain(finding: Told): FindingText<string>
  /** The same sentences with `code` around what is code. */
  rich(finding: Told, code: (chunks: ReactNode) => ReactNode): FindingText<ReactNode>
}

/** use-intl's translator for keys that are known at run time alone. */
interface Translate {
  markup(key: string, values: Readonly<Record<string, string | number | ((chunks: string) => string)>>): string
  rich(key: string, values: Readonly<Record<string, string | number | ((chunks: ReactNode) => ReactNode)>>): ReactNode
}

export function createFindingTeller(messages: FindingMessages, locale: Locale): FindingTeller {
  const translate = createTranslator({
    locale,
    messages,
    // A fact that a sentence names and the finding lacks leaves the sentence as it is written: better than none.
    onError: () => {},
    getMessageFallback: ({ namespace, key }) => messageAt(messages, namespace, key),
  }) as unknown as Translate
  return {
    plain: (finding) => told(messages, finding, (key) => translate.markup(key, { ...finding.facts, code: backticks })),
    rich: (finding, code) => told(messages, finding, (key) => translate.rich(key, { ...finding.facts, code })),
  }
}

/** The sentences of one finding as plain text. Whoever tells many builds a teller. */
export function findingText(finding: Told, messages: FindingMessages, locale: Locale): FindingText<string> {
  return createFindingTeller(messages, locale).plain(finding)
}

function backticks(chunks: string): string {
  return `\`${chunks}\``
}

function told<T>(messages: FindingMessages, { code }: Told, say: (key: string) => T): FindingText<T | string> {
  const sentences = messages[code]
  if (sentences === undefined) return { title: code, remedy: '' }
  return {
    title: say(`${code}.title`),
    remedy: say(`${code}.remedy`),
    ...(sentences.why === undefined ? {} : { why: say(`${code}.why`) }),
    ...(sentences.link === undefined ? {} : { link: sentences.link }),
  }
}

function messageAt(messages: FindingMessages, namespace: string | undefined, key: string): string {
  const [code = '', part = ''] = (namespace === undefined ? key : `${namespace}.${key}`).split('.')
  const sentence = messages[code]?.[part as keyof FindingSentences]
  return typeof sentence === 'string' ? sentence : code
}
