'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useMemo, useRef } from 'react'
import useSWR from 'swr'
import { useSummaries } from '@/components/data/use-records'
import { useAddressState } from '@/components/ui/use-address'
import { formatLoss, type How, hows, type Loss, parseLoss } from '@/lib/traffic/scenario'
import { fetchOffers, fetchWhatIf, type Offers, type WhatIfAnswer, type WhatIfFailure } from './what-if-answer'

/** A busy cluster changes all the time, and nobody reads faster. */
const REFRESH_MS = 2_000
/** What no change of a Service announces, a budget above all. */
const ANYWAY_MS = 30_000

export interface ScenarioState {
  readonly losses: readonly Loss[]
  /** What the address wants to take away and nobody can read. */
  readonly unread: readonly string[]
  readonly how: How
  readonly take: (loss: Loss) => void
  /** In the place of another, or at the end. */
  readonly change: (from: Loss, to: Loss) => void
  readonly putBack: (loss: Loss) => void
  readonly setHow: (how: How) => void
}

/** The scenario of the address, and how to change it. */
export function useScenario(): ScenarioState {
  const [remove, setRemove] = useAddressState('remove')
  const [asked, setHow] = useAddressState('how')
  return useMemo(() => {
    const texts = (remove ?? '').split(',').filter((text) => text !== '')
    const losses = texts.flatMap((text) => parseLoss(text) ?? [])
    const write = (next: readonly Loss[]) => {
      const written = [...new Set(next.map(formatLoss))]
      setRemove(written.length === 0 ? undefined : written.join(','))
    }
    const isOther = (loss: Loss) => (each: Loss) => formatLoss(each) !== formatLoss(loss)
    return {
      losses,
      unread: texts.filter((text) => parseLoss(text) === undefined),
      how: hows.find((each) => each === asked) ?? 'drained',
      take: (loss) => write([...losses, loss]),
      change: (from, to) => write(losses.map((each) => (isOther(from)(each) ? each : to))),
      putBack: (loss) => write(losses.filter(isOther(loss))),
      setHow: (how) => setHow(how === 'drained' ? undefined : how),
    }
  }, [remove, asked, setRemove, setHow])
}

/** What becomes of every Service; asked anew when the cluster changes. The last answer stays until the next is there. */
export function useWhatIf({ losses, how }: Pick<ScenarioState, 'losses' | 'how'>) {
  const context = useContextQuery()
  const remove = losses.map(formatLoss).map(encodeURIComponent).join(',')
  const address = losses.length === 0 ? null : `/api/whatif?remove=${remove}&how=${how}${context}`
  const { data, error, mutate } = useSWR<WhatIfAnswer, WhatIfFailure>(address, fetchWhatIf, {
    keepPreviousData: true,
    refreshInterval: ANYWAY_MS,
    revalidateOnFocus: false,
    errorRetryCount: 3,
  })
  const summaries = useSummaries()
  const seen = useRef(summaries)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    if (seen.current === summaries) return
    seen.current = summaries
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void mutate()
    }, REFRESH_MS)
  }, [summaries, mutate])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return { answer: address === null ? undefined : data, failure: error }
}

/** What can be taken away and has all words of the text in its name. */
export function useOffers(text: string): Offers | undefined {
  const context = useContextQuery()
  const address = `/api/whatif/losses?q=${encodeURIComponent(text)}${context}`
  return useSWR(address, fetchOffers, { keepPreviousData: true, revalidateOnFocus: false }).data
}

function useContextQuery(): string {
  const context = useSearchParams().get('context')
  return context === null ? '' : `&context=${encodeURIComponent(context)}`
}
