'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useLocale } from 'use-intl'
import { fetchAnswer, type SearchAnswer } from './answer'

/** Between keystrokes of one who types fast, in milliseconds: shorter than anybody notices. */
const PAUSE_MS = 60

/** As many of each kind as a list shows at once. */
const EACH = 6

interface Found {
  /** The last answer, perhaps still that of an earlier text. */
  readonly answer: SearchAnswer | undefined
  /** Whether it is the answer to this text. */
  readonly isFresh: boolean
  /** Why there is none; empty where our server does not answer. */
  readonly failure: string | undefined
}

/** What our server finds for a text; a question is dropped as soon as another is asked. */
export function useFound(text: string): Found {
  const query = useSearchParams()
  const context = query.get('context')
  const at = query.get('at')
  const lang = useLocale()
  const [answer, setAnswer] = useState<SearchAnswer>()
  const [failure, setFailure] = useState<string>()
  useEffect(() => {
    if (text === '') {
      setAnswer(undefined)
      setFailure(undefined)
      return
    }
    const asked = new URLSearchParams({ q: text, limit: String(EACH), lang })
    if (context !== null) asked.set('context', context)
    if (at !== null) asked.set('at', at)
    const abort = new AbortController()
    const timer = setTimeout(() => {
      fetchAnswer(`/api/search?${asked}`, abort.signal).then(
        (next) => {
          setAnswer(next)
          setFailure(undefined)
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setFailure(error instanceof Error ? error.message : String(error))
        },
      )
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [text, context, at, lang])
  return { answer, isFresh: text === '' || answer?.q === text, failure }
}
