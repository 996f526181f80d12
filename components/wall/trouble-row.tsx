import { useTranslations } from 'use-intl'
import { Mark } from '@/components/ui/mark'
import { useAddressState } from '@/components/ui/use-address'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { Tile } from './tile'
import { TileRow } from './tile-row'
import styles from './trouble-row.module.css'

/** On one narrow column two rows would be two tiles. */
const LEAST_TILES = 4

/**
 * The Services in trouble, worst first. Two rows, whose room stays whatever becomes of the cluster, so that trouble that
 * comes or goes moves nothing below; those that fit on one row take the room of both, and say more. The last place counts
 * the rest and shows them all.
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
  const room = columns === 1 ? undefined : services.length <= columns ? 'tall' : 'two'
  return (
    <TileRow title={t('trouble')} columns={columns} name="trouble">
      {services.length === 0 ? (
        <p className={styles.calm} data-room={room}>
          <Mark state="ready" size={20} />
          {t('calm')}
        </p>
      ) : (
        <ul className={styles.tiles} data-room={room}>
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
    </TileRow>
  )
}
