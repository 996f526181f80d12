'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Pod } from '@/lib/kubernetes/record'
import { podFact } from './pod-facts'

/** What keeps a pod from being ready, in words; nothing where its status tells nothing. */
export function PodFactText({ pod }: { readonly pod: Pod }) {
  const t = useTranslations('podFact')
  const fact = podFact(pod)
  if (fact === undefined) return null
  const code = (chunks: ReactNode) => <code>{chunks}</code>
  switch (fact.code) {
    case 'waiting': {
      const { container, reason, restarts } = fact
      if (fact.exitCode === undefined) return t.rich('waiting', { container, reason, code })
      return t.rich('crashing', { container, reason, restarts, exitCode: String(fact.exitCode), code })
    }
    case 'exited':
      return t.rich('exited', {
        container: fact.container,
        reason: fact.reason,
        exitCode: String(fact.exitCode),
        code,
      })
    case 'initializing':
      return t.rich('initializing', { container: fact.container, code })
    case 'starting':
      return t.rich('starting', { container: fact.container, code })
    case 'notReady':
      return t.rich(fact.probe ? 'probe' : 'notReady', { container: fact.container, code })
    case 'gate':
      return t.rich('gate', { gate: fact.gate, code })
    case 'schedulingGate':
      return t.rich('schedulingGate', { gate: fact.gate, code })
    case 'unscheduled':
      return t('unscheduled', { message: fact.message })
  }
}
