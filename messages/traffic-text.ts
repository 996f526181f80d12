import type { ReactNode } from 'react'
import { createTranslator } from 'use-intl/core'
import type { Locale } from './locale'

/** Why traffic goes where it goes, by code: ICU messages whose arguments are the reason's facts. */
export type TrafficMessages = Readonly<Record<string, string>>

/** As much of a reason as its sentence needs: see lib/traffic. */
export interface ToldReason {
  readonly code: string
  readonly facts: Readonly<Record<string, string | number>>
}

/** Turns reasons into sentences of one language; built once, since each translator keeps what it has parsed. */
export interface TrafficTeller {
  /** Plain text, in which `<code>` has become backticks. */
  plain(reason: ToldReason): string
  /** The same sentence with `code` around what is code. */
  rich(reason: ToldReason, code: (chunks: ReactNode) => ReactNode): ReactNode
}

/** use-intl's translator for keys that are known at run time alone. */
interface Translate {
  markup(key: string, values: Readonly<Record<string, string | number | ((chunks: string) => string)>>): string
  rich(key: string, values: Readonly<Record<string, string | number | ((chunks: ReactNode) => ReactNode)>>): ReactNode
}

export function createTrafficTeller(messages: TrafficMessages, locale: Locale): TrafficTeller {
  const translate = createTranslator({ locale, messages }) as unknown as Translate
  return {
    plain: ({ code, facts }) => translate.markup(code, { ...facts, code: (chunks: string) => `\`${chunks}\`` }),
    rich: ({ code: key, facts }, code) => translate.rich(key, { ...facts, code }),
  }
}
