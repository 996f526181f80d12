'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import useSWRImmutable from 'swr/immutable'
import { StoreProvider } from '@/components/data/viewer-provider'
import { Screen } from '@/components/ui/screen'
import { useAddresses } from '@/components/ui/use-address'
import { chapters } from './chapters'
import { Narration } from './narration'
import { loadTour, type RecordedTour } from './recorded-tour'
import styles from './tour-page.module.css'
import { TourPicture } from './tour-picture'
import { usePlayer } from './use-player'
import { type TourText, useTourText } from './use-tour-text'

const recording = '/tour/web-service.json'

/**
 * The tour: the tutorial's story of one Service, recorded from the demo cluster and played chapter by chapter through the
 * product's own parts. It reads nothing of the cluster behind, and so is the same before every one.
 */
export function TourPage() {
  const t = useTourText()
  const { data, error, mutate } = useSWRImmutable(recording, loadTour)
  if (t === undefined) return <div className={styles.tour} aria-busy="true" />
  if (error !== undefined && data === undefined)
    return (
      <div className={styles.failed}>
        <title>{t('title')}</title>
        <Screen mark="unknown" title={t('failed')}>
          <p>{error instanceof Error ? error.message : null}</p>
          <button type="button" onClick={() => void mutate()}>
            {t('again')}
          </button>
        </Screen>
      </div>
    )
  return (
    <>
      <title>{t('title')}</title>
      {data === undefined ? <div className={styles.tour} aria-busy="true" /> : <Tour tour={data} t={t} />}
    </>
  )
}

function Tour({ tour, t }: { readonly tour: RecordedTour; readonly t: TourText }) {
  const player = usePlayer(tour)
  const router = useRouter()
  const to = useAddresses()
  const { go, toggle, chapter: number } = player
  const chapter = chapters[number - 1] ?? chapters[0]

  useEffect(() => {
    const leave = () => router.push(to.wall())
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      if (document.querySelector('dialog:modal') !== null || isOwnKey(event)) return
      if (event.key === 'ArrowRight') go(number + 1)
      else if (event.key === 'ArrowLeft') go(number - 1)
      else if (event.key === ' ') toggle()
      else if (event.key === 'Escape') leave()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [go, toggle, number, router, to])

  if (chapter === undefined) return null
  return (
    <div className={styles.tour} data-testid="tour">
      <StoreProvider store={player.store}>
        <TourPicture chapter={chapter} t={t} />
        <Narration chapter={chapter} player={player} t={t} />
      </StoreProvider>
    </div>
  )
}

/** Whether what has the focus means something itself by the key: a button by the space bar, a text or a list by arrows. */
function isOwnKey({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.matches('input, select, textarea')) return key !== 'Escape'
  return key === ' ' && target.matches('button, a, summary')
}
