'use client'

import { useEffect, useRef, useState } from 'react'
import { Mark, SeverityMark } from '@/components/ui/mark'
import type { Option } from './multi-choice'
import styles from './options.module.css'
import { useWallText } from './use-wall-text'

/** Above this, names are found by typing. */
const MANY = 12

/** A list to choose any number from. */
export function Options({
  options,
  chosen,
  onToggle,
  onClear,
}: {
  readonly options: readonly Option[]
  readonly chosen: readonly string[]
  readonly onToggle: (value: string) => void
  readonly onClear: () => void
}) {
  const t = useWallText()
  const [typed, type] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const isReady = t !== undefined
  useEffect(() => {
    if (isReady) first.current?.focus()
  }, [isReady])
  if (t === undefined) return null
  const wanted = typed.trim().toLowerCase()
  const found = options.filter(({ text }) => text.toLowerCase().includes(wanted))
  return (
    <>
      {options.length > MANY ? (
        <input
          ref={first}
          className={styles.find}
          type="search"
          aria-label={t('find')}
          placeholder={t('find')}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => type(event.target.value)}
        />
      ) : null}
      <ul className={styles.list}>
        {found.map(({ value, text, mark, severity }, at) => (
          <li key={value}>
            <label className={styles.option}>
              <input
                ref={at === 0 && options.length <= MANY ? first : undefined}
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => onToggle(value)}
              />
              {mark === undefined ? null : <Mark state={mark} size={10} />}
              {severity === undefined ? null : <SeverityMark severity={severity} size={10} />}
              <span className={styles.text}>{text}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className={styles.none}>{t('nothing', { typed: typed.trim() })}</p> : null}
      {chosen.length === 0 ? null : (
        <button type="button" className={styles.clear} onClick={onClear}>
          {t('clear')}
        </button>
      )}
    </>
  )
}
