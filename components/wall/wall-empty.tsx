'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { Screen } from '@/components/ui/screen'
import { useAddressState } from '@/components/ui/use-address'
import { useClearFilters, useWallAddress } from './use-wall-address'
import styles from './wall.module.css'

/** A cluster without a single Service; `inParts`: only some of its namespaces may be read, and these hold none. */
export function NoService({ inParts }: { readonly inParts: boolean }) {
  const t = useTranslations('wall')
  return (
    <Screen
      title={
        <>
          <title>{t('title')}</title>
          {t(inParts ? 'noServiceSeen' : 'noService')}
        </>
      }
      commands={[
        'kubectl create deployment frontend --image=nginx --replicas=3',
        'kubectl expose deployment frontend --name=web-service --port=80',
      ]}
    >
      <p>{t('noServiceHint')}</p>
      <Link href="/tour" prefetch={false}>
        {t('tour')}
      </Link>
    </Screen>
  )
}

/** Services there are, and the filter lets none of them through. */
export function NoMatch() {
  const t = useTranslations('wall')
  const states = useTranslations('state')
  const [selector] = useAddressState('selector')
  const { filter } = useWallAddress()
  const clear = useClearFilters()
  const asked = [
    filter.text === undefined ? undefined : `“${filter.text}”`,
    ...filter.namespaces,
    ...filter.states.map((state) => (state === 'trouble' ? t('inTrouble') : states(state))),
    selector?.trim(),
  ].filter((part) => part !== undefined)
  return (
    <Screen part title={asked.length === 0 ? t('noTrouble') : t('noMatch', { asked: asked.join(' · ') })}>
      <button type="button" className={styles.clear} onClick={clear}>
        {t('clearFilters')}
      </button>
    </Screen>
  )
}
