'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useKey } from '@/components/ui/keys'
import styles from './graph-view.module.css'

/** The buttons on the picture; one that has nothing to do is not there. */
export function Tools({
  onFold,
  onZoom,
  onWhole,
}: {
  readonly onFold: (() => void) | undefined
  /** Takes the key that does the same. */
  readonly onZoom: ((key: '+' | '-') => void) | undefined
  readonly onWhole: (() => void) | undefined
}) {
  const t = useTranslations('graph')
  useKey('fit', onWhole ?? false)
  useKey('zoomIn', onZoom !== undefined && (() => onZoom('+')))
  useKey('zoomOut', onZoom !== undefined && (() => onZoom('-')))
  if (onFold === undefined && onZoom === undefined && onWhole === undefined) return null
  return (
    <div className={styles.tools}>
      {onFold && (
        <Tool label={t('fold')} onClick={onFold}>
          <path d="M4 3l4 3.5L12 3M4 13l4-3.5 4 3.5" />
        </Tool>
      )}
      {onZoom && (
        <>
          <Tool label={t('zoomOut')} onClick={() => onZoom('-')}>
            <path d="M3 8h10" />
          </Tool>
          <Tool label={t('zoomIn')} onClick={() => onZoom('+')}>
            <path d="M3 8h10M8 3v10" />
          </Tool>
        </>
      )}
      {onWhole && (
        <Tool label={t('whole')} onClick={onWhole}>
          <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />
        </Tool>
      )}
    </div>
  )
}

function Tool({
  label,
  onClick,
  children,
}: {
  readonly label: string
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <button type="button" className={styles.tool} aria-label={label} title={label} onClick={onClick}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {children}
      </svg>
    </button>
  )
}
