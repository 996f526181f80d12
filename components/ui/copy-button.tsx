'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { TextButton } from './text-button'
import { type CopyResult, useCopy } from './use-copy'

/** Puts a text on the clipboard and says so, to eyes and to screen readers. `children` is what it offers, if not plainly to copy. */
export function CopyButton({
  text,
  children,
}: {
  /** The text, or how to make it at the moment when it is asked for. */
  readonly text: string | (() => string)
  readonly children?: ReactNode
}) {
  const t = useTranslations('copy')
  const [result, copy] = useCopy()
  return (
    <>
      <TextButton onClick={() => copy(typeof text === 'string' ? text : text())}>
        {result === undefined ? (children ?? t('copy')) : t(result)}
      </TextButton>
      <CopySaid result={result} />
    </>
  )
}

/** Tells screen readers what became of copying. Beside the button, which would lose its name to a status within it. */
export function CopySaid({ result }: { readonly result: CopyResult | undefined }) {
  const t = useTranslations('copy')
  return (
    <span role="status" className="visually-hidden">
      {result === undefined ? null : t(result)}
    </span>
  )
}
