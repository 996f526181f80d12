import type { CSSProperties } from 'react'
import { useTranslations } from 'use-intl'
import { useAddressState } from '@/components/ui/use-address'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { Tile } from './tile'
import styles from './trouble-row.module.css'

/** On one narrow column two rows would be two tiles. */
const LEAST_TILES = 4

/**
 * The Services in trouble, worst first, on top of the wall: copies, so that their homes stay where they are. At most
 * two rows; the last place counts the rest and shows them all. Without trouble its room stays, so that the first
 * trouble moves nothing.
 */
export function TroubleRow({
  services,
  columns,
}: {
  readonly services: readonly ServiceSummary[]
  readonly columns: number
}) {
  const t = useTranslations('wall')
  const [, setHealthy] = useAddressState('healthy')
  const places = Math.max(2 * columns, LEAST_TILES)
  const tiles = services.length > places ? services.slice(0, places - 1) : services
  const more = services.length - tiles.length
  return (
    <section className={styles.trouble} aria-labelledby="trouble">
      <h2 id="trouble" className={styles.heading}>
        {t('trouble')}
      </h2>
      {services.length === 0 ? (
        <p className={styles.calm}>{t('calm')}</p>
      ) : (
        <ul className={styles.tiles} style={{ '--columns': columns } as CSSProperties}>
          {tiles.map((summary) => (
            <li key={`${summary.namespace}/${summary.name}`}>
              <Tile summary={summary} explain />
            </li>
          ))}
          {more > 0 ? (
            <li>
              <button type="button" className={styles.more} onClick={() => setHealthy('hide')}>
                {t('more', { count: more })}
              </button>
            </li>
          ) : null}
        </ul>
      )}
    </section>
  )
}
