'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { fetchHistory } from '@/components/data/past-history'
import { createPastStore, type ReadHistory } from '@/components/data/past-store'
import { useLiveStore } from '@/components/data/viewer-provider'
import { emptySnapshot } from '@/components/data/viewer-snapshot'
import type { ViewerStore } from '@/components/data/viewer-store'
import type { Viewing } from '@/components/data/viewer-stores'
import { Dock } from './dock'
import { formatMoment, parseMoment } from './moment'
import { TimeContext } from './time-context'
import { createTimeControl, type TimeControl } from './time-control'

/**
 * Moves the page through time: gives its control to `onControl` for as long as it stands, and draws the dock that says
 * which moment the page shows.
 */
export function TimeMachine({
  viewing,
  onControl,
}: {
  readonly viewing: Viewing
  readonly onControl: (control: TimeControl | undefined) => void
}) {
  const live = useLiveStore()
  const asked = useSearchParams().get('at')
  const [{ control, aim }] = useState(() => createMachine(asked !== null))
  useEffect(() => aim(live, viewing))
  useEffect(() => {
    onControl(control)
    return () => {
      onControl(undefined)
      control.close()
    }
  }, [control, onControl])
  useEffect(() => {
    // The moment is read from the window: what the hook says may be older than what was written since.
    const text = new URLSearchParams(window.location.search).get('at')
    if (text === null || asked === null) control.follow(undefined)
    else control.follow(parseMoment(text))
  }, [control, asked])
  return (
    <TimeContext value={control}>
      <Dock unreadable={asked !== null && parseMoment(asked) === undefined ? asked : undefined} />
    </TimeContext>
  )
}

interface Machine {
  readonly control: TimeControl
  /** Says what to look at: the past opens with these views, and shows the live picture until it has come. */
  readonly aim: (live: ViewerStore, viewing: Viewing) => void
}

/** @param cold whether the page begins in the past: it has no picture of now that could stand until the first moment has come */
function createMachine(cold: boolean): Machine {
  let live: ViewerStore | undefined
  let viewing: Viewing = { views: [] }
  let held = cold ? emptySnapshot() : undefined
  const control = createTimeControl({
    open(at) {
      const before = held ?? live?.get() ?? emptySnapshot()
      held = undefined
      const read: ReadHistory = (stretch, signal) => fetchHistory(viewing, stretch, signal)
      return createPastStore({ read, at, held: before })
    },
    // Before anything was heard of the server there is only our own clock.
    now: () => live?.now() || Date.now(),
    write,
    clock: () => performance.now(),
    frame: (run) => {
      const id = requestAnimationFrame(run)
      return () => cancelAnimationFrame(id)
    },
    after: (ms, run) => {
      const id = setTimeout(run, ms)
      return () => clearTimeout(id)
    },
  })
  return {
    control,
    aim(nextLive, nextViewing) {
      live = nextLive
      viewing = nextViewing
    },
  }
}

function write(at: number | undefined, entry: 'push' | 'replace'): void {
  const query = new URLSearchParams(window.location.search)
  if (at === undefined) query.delete('at')
  else query.set('at', formatMoment(at))
  // In a query slashes, commas and colons may stand as they are: an address that people read and send on.
  const text = query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%3A', ':')
  const address = text === '' ? window.location.pathname : `${window.location.pathname}?${text}`
  if (entry === 'push') window.history.pushState(null, '', address)
  else window.history.replaceState(null, '', address)
}
