'use client'

import { useTranslations } from 'use-intl'
import { Name } from '@/components/ui/name'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import { formatVantage, type Vantage } from '@/lib/traffic/vantage'
import styles from './stand-here.module.css'
import type { VantageState } from './use-vantage'
import { VantageWords } from './vantage-words'

/** On the picture, beside a selected card: its pod, node and zone as places for the client. */
export function StandHere(props: StandHereProps) {
  return (
    <VantageWords>
      <Places {...props} />
    </VantageWords>
  )
}

interface StandHereProps {
  readonly graphs: readonly ServiceGraph[]
  /** The id of the selected card. */
  readonly selected: string
  readonly state: VantageState
}

function Places({ graphs, selected, state }: StandHereProps) {
  const t = useTranslations('vantage')
  const member = memberAt(graphs, selected)
  const places = member === undefined ? [] : placesOf(member)
  if (places.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div className={styles.bar} role="group" aria-label={t('stand')}>
      <span className={styles.label}>{t('stand')}</span>
      {places.map((vantage) => (
        <button
          key={vantage.type}
          type="button"
          className={styles.place}
          aria-pressed={formatVantage(vantage) === state.asked}
          onClick={() => state.choose(formatVantage(vantage) === state.asked ? undefined : vantage)}
        >
          <span className={styles.kind}>{t(`place.${vantage.type}`)}</span>
          <Name name={vantage.name} />
        </button>
      ))}
    </div>
  )
}

type Place = Exclude<Vantage, { readonly type: 'outside' }>

function placesOf({ pod, node, zone }: Member): readonly Place[] {
  return [
    ...(pod?.node === undefined ? [] : [{ type: 'pod', namespace: pod.namespace, name: pod.name } as const]),
    ...(node === undefined ? [] : [{ type: 'node', name: node } as const]),
    ...(zone === undefined ? [] : [{ type: 'zone', name: zone } as const]),
  ]
}

/** The member whose pod or endpoint a card shows: see SceneNode for how cards are named. */
function memberAt(graphs: readonly ServiceGraph[], id: string): Member | undefined {
  for (const { key, members } of graphs)
    for (const member of members) {
      if (id === `pod:${member.id}` || id === `ghost:${key}:${member.id}`) return member
      if (member.endpoints.some((endpoint) => id === `endpoint:${key}:${endpoint.id}`)) return member
    }
  return undefined
}
