'use client'

import { useCallback, useMemo, useSyncExternalStore } from 'react'

/** A Service that somebody comes back to. */
export interface Remembered {
  readonly namespace: string
  readonly name: string
}

type List = 'pinned' | 'recent'

/** As many as fit where they are shown; the oldest visit goes first, and a pin is refused nothing. */
const MOST: Readonly<Record<List, number>> = { pinned: 100, recent: 12 }

const listeners = new Set<() => void>()

/** What could not be written (a full or forbidden storage), for as long as the page lives. */
const unwritten = new Map<string, string>()

const none: readonly Remembered[] = []

/**
 * The Services that the viewer has pinned in a context, in the order of pinning, and how to change that. They are kept in
 * this browser alone, and every tab of it agrees. Without a context, as before the stream has named it, there are none.
 */
export function usePinned(context: string | undefined) {
  const pinned = useList('pinned', context)
  const isPinned = useCallback((service: Remembered) => pinned.some((each) => isSame(each, service)), [pinned])
  const toggle = useCallback(
    (service: Remembered) => {
      if (context === undefined) return
      const now = readList(storedText('pinned', context))
      const others = now.filter((each) => !isSame(each, service))
      writeList('pinned', context, others.length < now.length ? others : [...now, service].slice(-MOST.pinned))
    },
    [context],
  )
  return { pinned, isPinned, toggle }
}

/** The Services whose pages were looked at in a context, the last one first. */
export function useRecent(context: string | undefined): readonly Remembered[] {
  return useList('recent', context)
}

/** A Service's page is being looked at. */
export function rememberVisit(context: string, service: Remembered): void {
  const now = readList(storedText('recent', context))
  if (now[0] !== undefined && isSame(now[0], service)) return
  writeList('recent', context, [service, ...now.filter((each) => !isSame(each, service))].slice(0, MOST.recent))
}

function useList(list: List, context: string | undefined): readonly Remembered[] {
  const text = useSyncExternalStore(
    subscribe,
    () => (context === undefined ? '' : storedText(list, context)),
    () => '',
  )
  return useMemo(() => readList(text), [text])
}

function isSame(a: Remembered, b: Remembered): boolean {
  return a.namespace === b.namespace && a.name === b.name
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  // Another tab's writing; a page never hears of its own this way.
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

function storageKey(list: List, context: string): string {
  return `switchboard-${list}:${context}`
}

function storedText(list: List, context: string): string {
  const key = storageKey(list, context)
  const own = unwritten.get(key)
  if (own !== undefined) return own
  try {
    return window.localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

function writeList(list: List, context: string, services: readonly Remembered[]): void {
  const key = storageKey(list, context)
  const text = JSON.stringify(services.map(({ namespace, name }) => `${namespace}/${name}`))
  try {
    window.localStorage.setItem(key, text)
    unwritten.delete(key)
  } catch {
    unwritten.set(key, text)
  }
  for (const listener of [...listeners]) listener()
}

/** Reads what `writeList` wrote; whatever else stands there, as a stranger's or an older version's, is nothing. */
function readList(text: string): readonly Remembered[] {
  if (text === '') return none
  try {
    const keys: unknown = JSON.parse(text)
    if (!Array.isArray(keys)) return none
    return keys.flatMap((key: unknown) => {
      const [namespace, name, more] = typeof key === 'string' ? key.split('/') : []
      return namespace && name && more === undefined ? [{ namespace, name }] : []
    })
  } catch {
    return none
  }
}
