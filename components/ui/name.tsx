import styles from './name.module.css'

/** Pods of one workload differ in what follows their last dash; other names in their last few letters. */
const TAIL = /-[a-z0-9]{1,10}$/

/**
 * A name of the cluster that may be longer than its room: it loses its middle, never its tail. Its text is one whole
 * word, for copying and for screen readers; the two halves that are seen are painted. With `tail` the part that tells siblings apart stands out.
 */
export function Name({ name, tail = false }: { readonly name: string; readonly tail?: boolean }) {
  const at = TAIL.exec(name)?.index ?? Math.max(0, name.length - 6)
  return (
    <span className={tail ? `${styles.name} ${styles.stand}` : styles.name} title={name}>
      <span className={styles.whole}>{name}</span>
      <span className={styles.head} data-text={name.slice(0, at)} aria-hidden="true" />
      <span className={styles.tail} data-text={name.slice(at)} aria-hidden="true" />
    </span>
  )
}
