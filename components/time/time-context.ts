'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { PastStore } from '@/components/data/past-store'
import type { TimeControl, TimeView } from './time-control'

/** What moves this page through time; undefined until its code has come, which no first picture of now needs. */
export const TimeContext = createContext<TimeControl | undefined>(undefined)

const now: TimeView = { at: undefined, playing: false, speed: 1, hasAxis: false }
const never = () => () => undefined

/** The control of this page; undefined until its code has come. */
export function useTimeControl(): TimeControl | undefined {
  return useContext(TimeContext)
}

/** Where the page stands in time: another object with every move. */
export function useTimeView(control: TimeControl | undefined): TimeView {
  const get = () => control?.get() ?? now
  return useSyncExternalStore(control?.subscribe ?? never, get, get)
}

/** The store of the past that the page reads; undefined while it shows now. It renders again only when that changes. */
export function usePastStore(control: TimeControl | undefined): PastStore | undefined {
  const get = () => control?.store()
  return useSyncExternalStore(control?.subscribe ?? never, get, get)
}
