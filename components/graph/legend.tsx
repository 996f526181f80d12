'use client'

import { useTranslations } from 'use-intl'
import { LegendButton } from '@/components/ui/legend-button'
import { Mark } from '@/components/ui/mark'
import type { EndpointState } from '@/lib/kubernetes/summary'
import type { ServiceGraph } from '@/lib/topology/graph'
import styles from './legend.module.css'

const order: readonly EndpointState[] = [
  'ready',
  'notReady',
  'draining',
  'terminating',
  'pending',
  'missing',
  'unknown',
]

/** The words of the marks that a picture shows, and of no other, and the way to all of them. */
export function Legend({ graphs, shares }: { readonly graphs: readonly ServiceGraph[]; readonly shares: boolean }) {
  const t = useTranslations()
  const shown = new Set(graphs.flatMap(({ members }) => members.map(({ state }) => state)))
  return (
    <div className={styles.legend}>
      {shown.size === 0 && !shares ? null : (
        <ul className={styles.entries} aria-label={t('graph.legend')}>
          {order.map(
            (state) =>
              shown.has(state) && (
                <li key={state} className={styles.entry}>
                  <Mark state={state} size={10} />
                  {t(`state.${state}`)}
                </li>
              ),
          )}
          {shares ? (
            <li className={styles.entry}>
              <svg width="16" height="8" viewBox="0 0 16 8" aria-hidden="true">
                <path className={styles.share} d="M0 4L16 1V7Z" />
              </svg>
              {t('graph.share.legend')}
            </li>
          ) : null}
        </ul>
      )}
      <LegendButton />
    </div>
  )
}
