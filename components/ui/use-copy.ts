'use client'

import { useCallback, useEffect, useState } from 'react'

/** How long "copied" stands, in milliseconds: long enough to be read. */
const SAID = 2000

export type CopyResult = 'copied' | 'failed'

/**
 * Puts a text on the clipboard. The result stands for a while, to be said; `failed` where the browser gives no
 * clipboard: away from localhost that needs HTTPS.
 */
export function useCopy(): readonly [CopyResult | undefined, (text: string) => void] {
  const [result, setResult] = useState<CopyResult>()
  useEffect(() => {
    if (result === undefined) return
    const timer = setTimeout(() => setResult(undefined), SAID)
    return () => clearTimeout(timer)
  }, [result])
  const copy = useCallback((text: string) => {
    write(text).then(
      () => setResult('copied'),
      () => setResult('failed'),
    )
  }, [])
  return [result, copy]
}

async function write(text: string): Promise<void> {
  if (navigator.clipboard === undefined) throw new Error('no clipboard')
  await navigator.clipboard.writeText(text)
}
