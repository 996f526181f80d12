'use client'

import Link from 'next/link'
import { useId, useLayoutEffect, useRef } from 'react'
import { useAddressState } from '@/components/ui/use-address'
import { useTermsText } from '@/components/ui/use-terms'
import { LegendList } from './legend-list'
import styles from './legend-sheet.module.css'

/** The whole legend beside the page, as long as the address asks for it (`?legend=open`). */
export function LegendSheet() {
  const t = useTermsText()
  const [, ask] = useAddressState('legend')
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const heading = useId()
  const isThere = t !== undefined

  useLayoutEffect(() => {
    if (!isThere) return
    const element = dialog.current
    element?.showModal()
    title.current?.focus()
    // Closing, rather than going away, gives the focus back to where it came from.
    return () => element?.close()
  }, [isThere])

  if (t === undefined) return null
  const close = () => ask(undefined)
  return (
    <dialog ref={dialog} className={styles.sheet} aria-labelledby={heading} onClose={close}>
      <header className={styles.head}>
        <h2 ref={title} id={heading} tabIndex={-1}>
          {t('legend')}
        </h2>
        <Link href="/terms">{t('all')}</Link>
        <button type="button" onClick={close}>
          {t('close')}
        </button>
      </header>
      <div className={styles.body}>
        <LegendList t={t} />
      </div>
    </dialog>
  )
}
