import styles from './page-skeleton.module.css'
import { Workspace } from './workspace'

/** A page with a picture before its first record: the true frame, and not one figure. */
export function PageSkeleton({ name, label }: { readonly name: string; readonly label: string }) {
  return (
    <Workspace
      head={
        <div className={styles.head}>
          <h1>{name}</h1>
        </div>
      }
      picture={
        <div className={styles.picture} aria-hidden="true">
          <div className={styles.service} />
          <div className={styles.column}>
            <div />
            <div />
            <div />
          </div>
          <div className={styles.column}>
            <div />
            <div />
            <div />
          </div>
        </div>
      }
      panel={<div className={styles.lines} aria-hidden="true" />}
      panelLabel={label}
      sheets={[]}
    />
  )
}
