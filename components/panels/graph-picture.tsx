'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { GraphView } from '@/components/graph/graph-view'
import type { Target } from '@/components/graph/target'
import { useAddresses, useAddressState } from '@/components/ui/use-address'
import { parseKey } from '@/lib/kubernetes/key'
import type { ServiceGraph } from '@/lib/topology/graph'
import styles from './graph-picture.module.css'
import type { TrafficView } from './traffic-view'
import { useRouteWeights } from './use-route-weights'
import type { VantageState } from './use-vantage'

const StandHere = dynamic(() => import('./stand-here').then((module) => module.StandHere), { ssr: false })

/**
 * A graph on a page: what is selected (`?sel=`), which groups are unfolded (`?unfold=`) and whether the overview is put
 * away (`?overview=off`) stand in the address, and its cards lead to the other pages.
 */
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
  const [unfold, setUnfold] = useAddressState('unfold')
  const [overview, setOverview] = useAddressState('overview')
  const unfolded = useMemo(() => unfoldedIn(unfold), [unfold])
  const weights = useRouteWeights(graphs)
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
        unfolded={unfolded}
        onUnfold={(next) => setUnfold(unfoldText(next))}
        overviewHidden={overview === 'off'}
        onOverview={(hidden) => setOverview(hidden ? 'off' : undefined)}
        weights={weights}
      />
      {vantage === undefined || selected === undefined || past ? null : (
        <StandHere graphs={graphs} selected={selected} state={vantage} />
      )}
    </div>
  )
}

// Names of Kubernetes objects and zones hold no comma.
const GROUP = 'group:'

/** The ids of unfolded groups, from an address where each stands without what all begin with. */
function unfoldedIn(text: string | undefined): ReadonlySet<string> {
  return new Set(text === undefined || text === '' ? [] : text.split(',').map((id) => GROUP + id))
}

function unfoldText(unfolded: ReadonlySet<string>): string | undefined {
  return unfolded.size === 0 ? undefined : [...unfolded].map((id) => id.slice(GROUP.length)).join(',')
}
