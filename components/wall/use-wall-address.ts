'use client'

import { usePathname } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { useAddressState } from '@/components/ui/use-address'
import { type Filter, type StateFilter, stateFilters } from './filter'
import { type Grouping, groupings, type Sort, sorts } from './grouping'
import { parseSelector } from './label-selector'
import { useLiveAddress } from './use-live-address'

/** What the address of the wall may ask for, and which of it leaves Services out. */
const filterNames = ['q', 'ns', 'state', 'selector', 'healthy'] as const

/**
 * What the address asks the wall to show: `q` a text, `ns` and `state` lists, `selector` labels as kubectl takes them,
 * `healthy=hide`, `group`, `sort`. What it says wrongly it does not say; a selector that cannot be read selects
 * everything, and its field tells why.
 */
export function useWallAddress() {
  const [text] = useAddressState('q')
  const [namespaces] = useAddressState('ns')
  const [states] = useAddressState('state')
  const [selector] = useAddressState('selector')
  const [healthy] = useAddressState('healthy')
  const [group] = useAddressState('group')
  const [sort] = useAddressState('sort')
  const hideHealthy = healthy === 'hide'
  const filter = useMemo((): Filter => {
    const labels = parseSelector(selector ?? '')
    return {
      text,
      namespaces: listOf(namespaces),
      states: listOf(states).filter(isStateFilter),
      labels: labels.ok ? labels.requirements : [],
      hideHealthy,
    }
  }, [text, namespaces, states, selector, hideHealthy])
  const grouping: Grouping = groupings.find((known) => known === group) ?? groupings[0]
  const order: Sort = sorts.find((known) => known === sort) ?? sorts[0]
  const isFiltered = [text, namespaces, states, selector].some((each) => each !== undefined) || hideHealthy
  return { filter, grouping, sort: order, isFiltered }
}

/** Shows everything again: one change of the address, whatever was asked for. */
export function useClearFilters(): () => void {
  const pathname = usePathname()
  return useCallback(() => {
    const query = new URLSearchParams(window.location.search)
    for (const name of filterNames) query.delete(name)
    const text = query.toString()
    window.history.replaceState(null, '', text === '' ? pathname : `${pathname}?${text}`)
  }, [pathname])
}

/** Whether the healthy are hidden, and how to change that. */
export function useHideHealthy(): readonly [boolean, () => void] {
  const [healthy, set] = useLiveAddress('healthy')
  const isOn = healthy === 'hide'
  const toggle = useCallback(() => set(isOn ? undefined : 'hide'), [isOn, set])
  return [isOn, toggle]
}

/** A list in the address, `shop,data`, and how to take something into it or out of it. */
export function useAddressList(name: string) {
  const [value, set] = useLiveAddress(name)
  const items = useMemo(() => listOf(value), [value])
  const toggle = useCallback(
    (item: string) => {
      const others = items.filter((each) => each !== item)
      const next = others.length < items.length ? others : [...items, item]
      set(next.length === 0 ? undefined : next.join(','))
    },
    [items, set],
  )
  const clear = useCallback(() => set(undefined), [set])
  return { items, toggle, clear }
}

function listOf(value: string | undefined): readonly string[] {
  return [...new Set(value?.split(',').filter(Boolean))]
}

function isStateFilter(text: string): text is StateFilter {
  return (stateFilters as readonly string[]).includes(text)
}
