'use client'

import { useTranslations } from 'use-intl'

const codes = ['silent', 'ended', 'unreachable', 'restarting'] as const

/** Puts the code of a lost stream (see lib/viewer/state.ts) into words; a `status 503` is told as it is. */
export function useLostReason(): (reason: string) => string {
  const t = useTranslations('lostReason')
  return (reason) => {
    const code = codes.find((known) => known === reason)
    if (code !== undefined) return t(code)
    return t('status', { code: reason.replace(/^status /, '') })
  }
}
