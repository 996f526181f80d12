'use client'

import { useCallback } from 'react'
import { useUpstream } from '@/components/data/use-connection'
import { shellWord } from '@/components/ui/shell-word'

/**
 * Writes a line for a terminal that asks the cluster of this page: `kubectl` before the given words, each a word of the
 * shell, and the context where it is one of a kubeconfig. That of the demo stands in a file which the command that
 * started it names; in a pod there is none.
 */
export function useKubectl(): (...words: readonly string[]) => string {
  const upstream = useUpstream()
  const context = upstream?.source === 'kubeconfig' ? upstream.context : undefined
  return useCallback(
    (...words) =>
      ['kubectl', ...(context === undefined ? [] : ['--context', context]), ...words].map(shellWord).join(' '),
    [context],
  )
}
