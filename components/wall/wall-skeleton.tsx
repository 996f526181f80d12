'use client'

import { useTranslations } from 'use-intl'
import styles from './wall-skeleton.module.css'

const TILES = Array.from({ length: 24 }, (_, i) => i)

/** The wall before its first picture: tiles of their true size, and no figure that is not known. */
export function WallSkeleton() {
  const t = useTranslations('wall')
  return (
    <div className={styles.wall}>
      <h1 className={styles.heading}>{t('heading')}</h1>
      <div className={styles.tiles} aria-hidden="true">
        {TILES.map((i) => (
          <div key={i} className={styles.tile} />
        ))}
      </div>
    </div>
  )
}
