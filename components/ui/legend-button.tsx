'use client'

import { useTranslations } from 'use-intl'
import { useKey } from './keys'
import styles from './legend-button.module.css'

/** Opens the whole legend beside the page, as its key does. */
export function LegendButton() {
  const t = useTranslations('graph')
  useKey('legend', open)
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={t('legend')}
      title={`${t('legend')} (l)`}
      aria-haspopup="dialog"
      onClick={open}
    >
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        <circle cx="8" cy="8" r="6.25" />
        <path d="M8 7.25v4M8 4.5v1" />
      </svg>
    </button>
  )
}

/** Written past the router's hooks, which a picture does without: Next hears of it all the same. */
function open() {
  const { pathname, search } = window.location
  if (!new URLSearchParams(search).has('legend'))
    window.history.replaceState(null, '', `${pathname}${search === '' ? '?' : `${search}&`}legend=open`)
}
