'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { TextButton } from './text-button'
import { useCopy } from './use-copy'

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
    <TextButton onClick={() => copy(typeof text === 'string' ? text : text())}>
      <span role="status">{result === undefined ? (children ?? t('copy')) : t(result)}</span>
    </TextButton>
  )
}
