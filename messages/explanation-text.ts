import { createTranslator } from 'use-intl/core'
import type { FindingTeller, Told } from './finding-text'
import type { Locale } from './locale'

/** What is said of a Service, by the code of the clause: ICU messages whose arguments are its facts. */
export type ExplanationMessages = Readonly<Record<string, string>>

/** As much of a clause as its sentence needs: see lib/diagnosis/explain. */
export type ToldClause =
  | { readonly code: 'finding'; readonly finding: Told }
  | { readonly code: string; readonly facts: Readonly<Record<string, string | number | readonly string[]>> }

interface Translate {
  markup(key: string, values: Readonly<Record<string, string | number | ((chunks: string) => string)>>): string
}

/** Chinese sentences need no space between them. */
const gaps: Readonly<Record<Locale, string>> = { en: ' ', 'zh-CN': '' }

const commas: Readonly<Record<Locale, string>> = { en: ', ', 'zh-CN': '、' }
/** After the first of many. */
const more: Readonly<Record<Locale, string>> = { en: ' and others', 'zh-CN': '等' }

/** A Service in words: one paragraph of plain text, in which backticks stand around names. */
export function explanationText(
  clauses: readonly ToldClause[],
  messages: ExplanationMessages,
  teller: FindingTeller,
  locale: Locale,
): string {
  const translate = createTranslator({ locale, messages }) as unknown as Translate
  const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' })
  const value = (fact: string | number | readonly string[]) => {
    if (typeof fact !== 'object') return fact
    return fact.at(-1) === '…'
      ? fact.slice(0, -1).map(code).join(commas[locale]) + more[locale]
      : conjunction.format(fact.map(code))
  }
  return clauses
    .map((clause) => {
      if ('finding' in clause) return teller.plain(clause.finding).title
      const facts = Object.fromEntries(Object.entries(clause.facts).map(([name, fact]) => [name, value(fact)]))
      return translate.markup(clause.code, { ...facts, code })
    })
    .join(gaps[locale])
}

function code(chunks: string): string {
  return `\`${chunks}\``
}
