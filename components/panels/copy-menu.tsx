'use client'

import { useId, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { CopySaid } from '@/components/ui/copy-button'
import { TextButton } from '@/components/ui/text-button'
import { useCopy } from '@/components/ui/use-copy'
import styles from './copy-menu.module.css'
import type { SheetText } from './use-sheet-text'

/** Offers a table to copy: as a whole, or one of its columns. `text` makes it when it is asked for; undefined is the whole. */
export function CopyMenu<C extends string>({
  t,
  columns,
  nameOf,
  text,
}: {
  readonly t: SheetText
  readonly columns: readonly C[]
  readonly nameOf: (column: C) => string
  readonly text: (column: C | undefined) => string
}) {
  const said = useTranslations('copy')
  const [result, copy] = useCopy()
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  const take = (column: C | undefined) => {
    copy(text(column))
    menu.current?.hidePopover()
  }
  return (
    <>
      <TextButton popoverTarget={id}>{result === undefined ? t('copy.open') : said(result)}</TextButton>
      <CopySaid result={result} />
      <div ref={menu} id={id} popover="auto" className={styles.menu}>
        <ul aria-label={t('copy.open')}>
          <li>
            <button type="button" className={styles.entry} onClick={() => take(undefined)}>
              {t('copy.table')} <span className={styles.hint}>{t('copy.tableHint')}</span>
            </button>
          </li>
          {columns.map((column) => (
            <li key={column}>
              <button type="button" className={styles.entry} onClick={() => take(column)}>
                {t('copy.column', { column: nameOf(column) })}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
