import styles from './wall-skeleton.module.css'

const TILES = Array.from({ length: 24 }, (_, i) => i)

/** The wall before its first picture: tiles of their true size, and no figure that is not known. */
export function WallSkeleton() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {TILES.map((i) => (
        <div key={i} className={styles.tile} />
      ))}
    </div>
  )
}
