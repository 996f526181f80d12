'use client'

import Link from 'next/link'
import { type RefObject, useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Choice } from '@/components/ui/choice'
import { LegendButton } from '@/components/ui/legend-button'
import { useAddresses } from '@/components/ui/use-address'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { type StateFilter, stateFilters } from './filter'
import { type Grouping, groupings, type Sort, sorts } from './grouping'
import { LabelField } from './label-field'
import { MultiChoice } from './multi-choice'
import { compare } from './trouble'
import { useLiveAddress } from './use-live-address'
import { useAddressList, useHideHealthy, useWallAddress } from './use-wall-address'
import styles from './wall-filter.module.css'

/**
 * What the wall shows and in which order, as controls; each choice stands in the address. On a narrow screen all but the
 * text stand behind one button, which says how many of them are in force.
 */
export function WallFilter({
  summaries,
  input,
  onFullScreen,
}: {
  readonly summaries: ReadonlyMap<string, ServiceSummary>
  readonly input: RefObject<HTMLInputElement | null>
  /** Undefined where there is nothing to be shown so. */
  readonly onFullScreen: (() => void) | undefined
}) {
  const t = useTranslations('wall')
  const whatIf = useTranslations('whatIf')
  const to = useAddresses()
  const [text, setText] = useLiveAddress('q')
  const [selector] = useLiveAddress('selector')
  const [group, setGroup] = useLiveAddress('group')
  const [sort, setSort] = useLiveAddress('sort')
  const [hidesHealthy, toggleHealthy] = useHideHealthy()
  const { filter } = useWallAddress()
  const [isOpen, setOpen] = useState(false)
  const hidden = [filter.namespaces.length > 0, filter.states.length > 0, selector !== undefined, hidesHealthy]
  const inForce = hidden.filter(Boolean).length
  return (
    <search className={styles.filter}>
      <input
        ref={input}
        className={styles.text}
        type="search"
        aria-label={t('filterLabel')}
        placeholder={t('filter')}
        value={text ?? ''}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value === '' ? undefined : event.target.value)}
      />
      <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('filters', { count: inForce })}
      </button>
      <div className={styles.rest} data-open={isOpen || undefined}>
        <NamespaceChoice summaries={summaries} />
        <StateChoice />
        <LabelField />
        <label className={styles.toggle}>
          <input type="checkbox" checked={hidesHealthy} onChange={toggleHealthy} />
          {t('hideHealthy')}
        </label>
        <span className={styles.order}>
          <Choice<Grouping>
            label={t('group')}
            value={groupings.find((known) => known === group) ?? groupings[0]}
            options={groupings.map((value) => ({ value, text: t(`groupBy.${value}`) }))}
            onChange={(next) => setGroup(next === groupings[0] ? undefined : next)}
          />
          <Choice<Sort>
            label={t('sort')}
            value={sorts.find((known) => known === sort) ?? sorts[0]}
            options={sorts.map((value) => ({ value, text: t(`sortBy.${value}`) }))}
            onChange={(next) => setSort(next === sorts[0] ? undefined : next)}
          />
        </span>
        <span className={styles.ways}>
          <Link className={styles.way} href={to.whatIf()} prefetch={false}>
            {whatIf('link')}
          </Link>
          {onFullScreen === undefined ? null : (
            <button type="button" className={styles.way} onClick={onFullScreen}>
              {t('fullScreen')}
            </button>
          )}
          <LegendButton />
        </span>
      </div>
    </search>
  )
}

function NamespaceChoice({ summaries }: { readonly summaries: ReadonlyMap<string, ServiceSummary> }) {
  const t = useTranslations('wall')
  const { items, toggle, clear } = useAddressList('ns')
  const known = useMemo(
    () => [...new Set([...summaries.values()].map(({ namespace }) => namespace))].sort(compare),
    [summaries],
  )
  // A namespace that the address names and the cluster does not have stays in the list: the control tells the truth.
  const options = [...items.filter((item) => !known.includes(item)), ...known].map((name) => ({
    value: name,
    text: name,
  }))
  const [only] = items
  const shown =
    only === undefined ? t('allNamespaces') : items.length === 1 ? only : t('someNamespaces', { count: items.length })
  return (
    <MultiChoice
      label={t('namespace')}
      shown={shown}
      options={options}
      chosen={items}
      onToggle={toggle}
      onClear={clear}
    />
  )
}

function StateChoice() {
  const t = useTranslations('wall')
  const states = useTranslations('state')
  const { items, toggle, clear } = useAddressList('state')
  const chosen = stateFilters.filter((state) => items.includes(state))
  const textOf = (state: StateFilter) => (state === 'trouble' ? t('inTrouble') : states(state))
  const [only] = chosen
  const shown =
    only === undefined ? t('anyState') : chosen.length === 1 ? textOf(only) : t('someStates', { count: chosen.length })
  return (
    <MultiChoice
      label={t('state')}
      shown={shown}
      options={stateFilters.map((state) => ({
        value: state,
        text: textOf(state),
        ...(state === 'trouble' ? { severity: 'error' as const } : { mark: state }),
      }))}
      chosen={chosen}
      onToggle={toggle}
      onClear={clear}
    />
  )
}
