'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { Screen } from '@/components/ui/screen'
import { useAddressState } from '@/components/ui/use-address'

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
      {t('noServiceHint')}
    </Screen>
  )
}

/** Services there are, and the filter lets none of them through. */
export function NoMatch() {
  const t = useTranslations('wall')
  const [text] = useAddressState('q')
  const [namespace] = useAddressState('ns')
  const [context] = useAddressState('context')
  const pathname = usePathname()
  const router = useRouter()
  const asked = [text, namespace].filter((part) => part !== undefined).join(' · ')
  return (
    <Screen part title={asked === '' ? t('noTrouble') : t('noMatch', { asked })}>
      <button
        type="button"
        onClick={() =>
          router.replace(context === undefined ? pathname : `${pathname}?context=${encodeURIComponent(context)}`)
        }
      >
        {t('clear')}
      </button>
    </Screen>
  )
}
