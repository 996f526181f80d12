'use client'

import { useTimeText } from './use-time-text'

/** Says of a text that the cluster gives as it is now that the page around it shows the past. */
export function PastNote({ className }: { readonly className: string | undefined }) {
  const text = useTimeText()
  return text === undefined ? null : (
    <p className={className} role="note">
      {text('yamlNow')}
    </p>
  )
}
