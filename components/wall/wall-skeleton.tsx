'use client'

import { useTranslations } from 'use-intl'
import styles from './wall-skeleton.module.css'

const TILES = Array.from({ length: 20 }, (_, i) => i)

/** The wall before its first picture: everything in its place and of its true size, and no figure that is not known. */
export function WallSkeleton() {
  const t = useTranslations('wall')
  return (
    <div className={styles.wall}>
      <h1 className={styles.heading}>{t('heading')}</h1>
      <div aria-hidden="true">
        <div className={styles.filter} />
        <div className={styles.trouble} />
        <div className={styles.tiles}>
          {TILES.map((i) => (
            <div key={i} className={styles.tile} />
          ))}
        </div>
      </div>
    </div>
  )
}
