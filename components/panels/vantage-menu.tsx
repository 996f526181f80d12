'use client'

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useRecords } from '@/components/data/use-records'
import { formatVantage, type Vantage } from '@/lib/traffic/vantage'
import { useVantageName } from './use-vantage-name'
import styles from './vantage-menu.module.css'
import { type VantageGroup, type VantageOption, vantageOptions } from './vantage-options'

/** Places to stand, by kind, narrowed by typing. After the combobox pattern of the ARIA Authoring Practices. */
export function VantageMenu({
  current,
  onPick,
  onClose,
}: {
  readonly current: Vantage | undefined
  readonly onPick: (vantage: Vantage | undefined) => void
  readonly onClose: () => void
}) {
  const t = useTranslations('vantage')
  const nodes = useRecords('Node')
  const pods = useRecords('Pod')
  const [typed, type] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const groups = useMemo(() => vantageOptions(nodes.values(), pods.values(), typed), [nodes, pods, typed])
  const options = groups.flatMap((group) => group.options)
  const active = Math.min(at, options.length - 1)

  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  function onKeyDown(event: KeyboardEvent) {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key]
    if (to !== undefined) setAt((to + options.length) % Math.max(options.length, 1))
    else if (event.key === 'Enter' && options[active] !== undefined) onPick(options[active].vantage)
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  let place = 0
  return (
    <div className={styles.menu} role="dialog" aria-label={t('where')}>
      <input
        ref={input}
        className={styles.input}
        role="combobox"
        aria-label={t('search')}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder={t('placeholder')}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          type(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} className={styles.list} role="listbox" aria-label={t('where')}>
        {groups.map((group) => {
          const first = place
          place += group.options.length
          return (
            <Group
              key={`${group.kind} ${group.zone ?? ''}`}
              group={group}
              first={first}
              active={active}
              current={current}
              id={id}
              onPick={onPick}
            />
          )
        })}
      </div>
      {options.length === 0 ? <p className={styles.none}>{t('nothing')}</p> : null}
    </div>
  )
}

function Group({
  group: { kind, zone, options, more },
  first,
  active,
  current,
  id,
  onPick,
}: {
  readonly group: VantageGroup
  /** The place of its first option among all. */
  readonly first: number
  readonly active: number
  readonly current: Vantage | undefined
  readonly id: string
  readonly onPick: (vantage: Vantage | undefined) => void
}) {
  const t = useTranslations('vantage')
  const nameOf = useVantageName()
  const chosen = textOf(current)
  const title = kind === 'any' ? undefined : zone === undefined ? t(`kind.${kind}`) : t('kind.nodeIn', { zone })
  return (
    // biome-ignore lint/a11y/useSemanticElements: options in groups, which no element of HTML has outside a select.
    <div role="group" aria-label={title} className={styles.group}>
      {title === undefined ? null : (
        <div className={styles.title} aria-hidden="true">
          {title}
        </div>
      )}
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, which names the active option.
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox takes the keys.
        <div
          key={textOf(option.vantage)}
          id={`${id}-${first + index}`}
          data-at={first + index}
          role="option"
          aria-selected={textOf(option.vantage) === chosen}
          className={styles.option}
          data-active={first + index === active || undefined}
          // A press would take the focus from the combobox, and with it close the menu.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(option.vantage)}
        >
          <span className={styles.name}>{nameIn(option, nameOf)}</span>
          {option.detail === undefined ? null : <span className={styles.detail}>{option.detail}</span>}
        </div>
      ))}
      {more > 0 ? <div className={styles.more}>{t('more', { count: more })}</div> : null}
    </div>
  )
}

function textOf(vantage: Vantage | undefined): string {
  return vantage === undefined ? '' : formatVantage(vantage)
}

/** Under its heading a place needs its bare name. */
function nameIn({ vantage }: VantageOption, nameOf: (vantage: Vantage | undefined) => string): string {
  if (vantage?.type === 'zone') return vantage.name
  return vantage?.type === 'outside' ? (vantage.node ?? nameOf(vantage)) : nameOf(vantage)
}
