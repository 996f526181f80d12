'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import styles from './copy-button.module.css'

/** How long "copied" stands, in milliseconds: long enough to be read. */
const SAID = 2000

/** Puts a text on the clipboard and says so, to eyes and to screen readers. `children` is what it offers, if not plainly to copy. */
export function CopyButton({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  const t = useTranslations('copy')
  const [result, setResult] = useState<'copied' | 'failed'>()
  useEffect(() => {
    if (result === undefined) return
    const timer = setTimeout(() => setResult(undefined), SAID)
    return () => clearTimeout(timer)
  }, [result])
  return (
    <button
      type="button"
      className={styles.copy}
      onClick={() => {
        copy(text).then(
          () => setResult('copied'),
          () => setResult('failed'),
        )
      }}
    >
      <span role="status">{result === undefined ? (children ?? t('copy')) : t(result)}</span>
    </button>
  )
}

/** Rejects where the browser gives no clipboard: away from localhost that needs HTTPS. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard === undefined) throw new Error('no clipboard')
  await navigator.clipboard.writeText(text)
}
