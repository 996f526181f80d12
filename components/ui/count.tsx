import { useFormatter, useTranslations } from 'use-intl'
import { wantedOf } from '@/lib/kubernetes/summary'
import styles from './count.module.css'

interface Counts {
  readonly ready: number
  readonly notReady: number
  readonly pending: number
  readonly missing: number
  readonly draining: number
}

/**
 * `3/5`: ready of wanted, and `+1` for each endpoint that drains beside them. `unknown` says that a read behind the
 * figures is refused: `?/?`, never a zero. Read out as a sentence.
 */
export function Count({ counts, unknown = false }: { readonly counts: Counts; readonly unknown?: boolean }) {
  const t = useTranslations('count')
  const { number } = useFormatter()
  if (unknown) {
    return (
      <span className={styles.count}>
        <span aria-hidden="true">?/?</span>
        <span className="visually-hidden">{t('unknown')}</span>
      </span>
    )
  }
  const { ready, draining } = counts
  const wanted = wantedOf(counts)
  return (
    <span className={styles.count} data-short={ready < wanted || wanted === 0 ? true : undefined}>
      <span aria-hidden="true">
        {number(ready)}/{number(wanted)}
        {draining > 0 ? <span className={styles.extra}>+{number(draining)}</span> : null}
      </span>
      <span className="visually-hidden">{t('sentence', { ready, wanted, draining })}</span>
    </span>
  )
}
