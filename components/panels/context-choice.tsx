'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import useSWR from 'swr'
import { useTranslations } from 'use-intl'
import { useUpstream } from '@/components/data/use-connection'
import { samePlace } from '@/components/ui/address'
import { Choice } from '@/components/ui/choice'
import styles from './context-choice.module.css'

/** Names of the contexts as `/api/contexts` tells them; whatever else it says is not read here. */
async function fetchContextNames(address: string): Promise<readonly string[]> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  const body: unknown = await answer.json()
  if (typeof body !== 'object' || body === null || !('contexts' in body) || !Array.isArray(body.contexts)) return []
  return body.contexts.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string'
      ? [entry.name]
      : [],
  )
}

/** The context that the page looks into: a choice where there are several, a name where there is one. */
export function ContextChoice() {
  const t = useTranslations('app')
  const router = useRouter()
  const pathname = usePathname()
  const query = useSearchParams()
  const current = useUpstream()?.context
  const { data: names = [] } = useSWR('/api/contexts', fetchContextNames, { revalidateOnFocus: false })
  if (current === undefined) return null
  if (!names.some((name) => name !== current)) return <span className={styles.only}>{current}</span>
  return (
    <span className={styles.many}>
      <Choice
        label={t('context')}
        value={current}
        options={[...new Set([current, ...names])].map((name) => ({ value: name, text: name }))}
        onChange={(name) => router.push(samePlace(name, pathname, query))}
      />
    </span>
  )
}
