'use client'

import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import styles from './label-field.module.css'
import { parseSelector } from './label-selector'
import { useLiveAddress } from './use-live-address'
import { useWallText } from './use-wall-text'

/**
 * A label selector as kubectl takes it. What is typed reaches the address once it can be read; before, the field says
 * what is wrong, and the last one stays in force.
 */
export function LabelField() {
  const t = useTranslations('wall')
  const [selector, setSelector] = useLiveAddress('selector')
  // What stands in the field, and the address that it was typed at: another one, as of a link, replaces it.
  const [typed, type] = useState({ text: selector ?? '', at: selector })
  const text = typed.at === selector ? typed.text : (selector ?? '')
  const parsed = parseSelector(text)
  const id = useId()
  return (
    <span className={styles.field}>
      <input
        className={styles.input}
        type="search"
        aria-label={t('labels')}
        aria-invalid={!parsed.ok}
        aria-describedby={parsed.ok ? undefined : id}
        placeholder="app=web,tier!=db"
        value={text}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        onChange={({ target: { value } }) => {
          const next = parseSelector(value).ok ? (value.trim() === '' ? undefined : value) : selector
          type({ text: value, at: next })
          if (next !== selector) setSelector(next)
        }}
      />
      {parsed.ok ? null : (
        <span id={id} className={styles.fault} role="status">
          <Fault {...parsed.fault} />
        </span>
      )}
    </span>
  )
}

function Fault({
  code,
  found,
}: {
  readonly code: 'key' | 'operator' | 'set' | 'unclosed' | 'value'
  readonly found: string
}) {
  const t = useWallText()
  if (t === undefined) return null
  return t.rich(found === '' ? `${code}AtEnd` : code, { found, code: (chunks) => <code>{chunks}</code> })
}
