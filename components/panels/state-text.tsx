'use client'

import { useTranslations } from 'use-intl'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import styles from './state-text.module.css'

/** A state as shape and word. */
export function StateText({ state }: { readonly state: MarkState }) {
  const t = useTranslations('state')
  return (
    <span className={styles.state}>
      <Mark state={state} size={10} />
      {t(state)}
    </span>
  )
}
