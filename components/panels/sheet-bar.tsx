'use client'

import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import styles from './sheet-bar.module.css'
import type { SheetText } from './use-sheet-text'

/** What stands above a sheet: its tools, and the line that shows the same in a terminal, ready to copy. */
export function SheetBar({
  t,
  command,
  children,
}: {
  readonly t: SheetText
  readonly command: string
  readonly children?: ReactNode
}) {
  return (
    <div className={styles.bar}>
      {children === undefined ? null : <div className={styles.tools}>{children}</div>}
      <div className={styles.command} title={t('command')}>
        <code className={styles.line}>{command}</code>
        <CopyButton text={command} />
      </div>
    </div>
  )
}
