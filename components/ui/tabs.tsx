'use client'

import type { KeyboardEvent, ReactNode } from 'react'
import { useId, useRef } from 'react'
import styles from './tabs.module.css'
import { useAddressState } from './use-address'

export interface Tab {
  readonly id: string
  readonly label: string
  readonly count?: string
  readonly content: ReactNode
}

/**
 * Sheets of one thing, one shown at a time; which one stands in the address (`?tab=`), where it is silent `first`, or
 * else the first in order.
 * Arrow keys, Home and End walk the tabs, after the ARIA Authoring Practices. A tab that is pressed can be gone back
 * from; of a walk only the end is kept.
 */
export function Tabs({
  tabs,
  label,
  first,
}: {
  readonly tabs: readonly Tab[]
  readonly label: string
  readonly first?: string | undefined
}) {
  const [asked, ask] = useAddressState('tab')
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const current = tabs.find((tab) => tab.id === (asked ?? first)) ?? tabs[0]
  if (current === undefined) return null

  function walk(event: KeyboardEvent) {
    const at = tabs.findIndex((tab) => tab.id === current?.id)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (to === undefined) return
    const next = tabs[(to + tabs.length) % tabs.length]
    if (next === undefined) return
    event.preventDefault()
    ask(next.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }

  return (
    <div className={styles.tabs}>
      <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={walk}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-tab-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab === current}
            aria-controls={`${id}-sheet`}
            tabIndex={tab === current ? 0 : -1}
            className={styles.tab}
            onClick={() => tab !== current && ask(tab.id, 'push')}
          >
            {tab.label}
            {tab.count === undefined ? null : <span className={styles.count}>{tab.count}</span>}
          </button>
        ))}
      </div>
      <div id={`${id}-sheet`} role="tabpanel" aria-labelledby={`${id}-tab-${current.id}`} className={styles.sheet}>
        {current.content}
      </div>
    </div>
  )
}
