'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { GraphView } from '@/components/graph/graph-view'
import type { Target } from '@/components/graph/target'
import { useAddresses, useAddressState } from '@/components/ui/use-address'
import { parseKey } from '@/lib/kubernetes/key'
import type { ServiceGraph } from '@/lib/topology/graph'
import styles from './graph-picture.module.css'
import type { TrafficView } from './traffic-view'
import type { VantageState } from './use-vantage'

const StandHere = dynamic(() => import('./stand-here').then((module) => module.StandHere), { ssr: false })

/** A graph on a page: its selection stands in the address (`?sel=`), and its cards lead to the other pages. */
export function GraphPicture({
  graphs,
  label,
  focus,
  past = false,
  podsKnown = true,
  vantage,
  traffic,
}: {
  readonly graphs: readonly ServiceGraph[]
  readonly label: string
  readonly focus?: string
  /** The last picture of something that is gone. */
  readonly past?: boolean
  readonly podsKnown?: boolean
  /** Where the client stands, on pages that let choose it. */
  readonly vantage?: VantageState
  readonly traffic?: TrafficView | undefined
}) {
  const to = useAddresses()
  const router = useRouter()
  const [selected, select] = useAddressState('sel')
  const hrefOf = useCallback(
    ({ type, key }: Target) => {
      const { namespace, name } = parseKey(key)
      return type === 'service' ? to.service(namespace, name) : to.pod(namespace, name)
    },
    [to],
  )
  const open = useCallback((target: Target) => router.push(hrefOf(target)), [router, hrefOf])
  return (
    <div className={styles.picture} data-testid="graph" data-past={past || undefined}>
      <GraphView
        graphs={graphs}
        sharesOn={traffic?.sharesOn}
        label={label}
        focus={focus}
        selected={selected}
        onSelect={select}
        onOpen={open}
        hrefOf={hrefOf}
        podsKnown={podsKnown}
      />
      {vantage === undefined || selected === undefined || past ? null : (
        <StandHere graphs={graphs} selected={selected} state={vantage} />
      )}
    </div>
  )
}
