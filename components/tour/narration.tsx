'use client'

import Link from 'next/link'
import { type ReactNode, useEffect, useRef } from 'react'
import { useFindings } from '@/components/data/use-findings'
import { Command } from '@/components/ui/command'
import { Mark, SeverityMark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import { Term } from '@/components/ui/term'
import { code, Told } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import type { TermId } from '@/messages/term'
import { type Chapter, chapters } from './chapters'
import styles from './narration.module.css'
import { useLiveDemo } from './use-live-demo'
import type { Player } from './use-player'
import type { TourText } from './use-tour-text'
import { Ways } from './ways'

/** What a chapter tells, what did it, and the controls of the tour. */
export function Narration({
  chapter,
  player,
  t,
}: {
  readonly chapter: Chapter
  readonly player: Player
  readonly t: TourText
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const first = useRef(true)
  const { id } = chapter
  // biome-ignore lint/correctness/useExhaustiveDependencies: another chapter is read from its heading on.
  useEffect(() => {
    if (!first.current) heading.current?.focus({ preventScroll: true })
    first.current = false
  }, [id])
  return (
    <aside className={styles.narration} aria-label={t('text')}>
      <Progress player={player} t={t} />
      <Position player={player} t={t} />
      <div className={styles.text}>
        <h2 ref={heading} className={styles.title} tabIndex={-1}>
          {t(`chapter.${id}.title`)}
        </h2>
        <p>
          <Told>{t.rich(`chapter.${id}.text`, marking)}</Told>
        </p>
        <Finding />
        {chapter.commands.length === 0 ? null : (
          <div>
            <h3 className={styles.label}>{t(chapter.from === undefined ? 'did' : 'see')}</h3>
            <Command lines={chapter.commands} />
          </div>
        )}
        {id === 'next' ? <Ways t={t} /> : null}
        {chapter.commands.length === 0 ? null : <TryHere t={t} />}
      </div>
      <Controls player={player} t={t} />
    </aside>
  )
}

const state = (mark: MarkState, id: TermId) => (chunks: ReactNode) => (
  <span className={styles.state}>
    <Mark state={mark} size={10} />
    <Term id={id}>{chunks}</Term>
  </span>
)
const term = (id: TermId) => (chunks: ReactNode) => <Term id={id}>{chunks}</Term>

/** What the sentences of the chapters mark. */
const marking = {
  code,
  pending: state('pending', 'pending'),
  notReady: state('notReady', 'notReady'),
  mark: state('ready', 'ready'),
  draining: state('draining', 'draining'),
  selector: term('selector'),
  endpoint: term('endpoint'),
  endpointSlice: term('endpointSlice'),
  kubeProxy: term('kubeProxy'),
  share: term('share'),
  refused: term('refused'),
  nearMiss: term('nearMiss'),
}

function Position({ player, t }: { readonly player: Player; readonly t: TourText }) {
  const to = useAddresses()
  return (
    <p className={styles.position}>
      <span>{t('of', { chapter: player.chapter, count: chapters.length })}</span>
      <Link href={to.wall()}>{t('leave')}</Link>
    </p>
  )
}

function Progress({ player, t }: { readonly player: Player; readonly t: TourText }) {
  return (
    <ol className={styles.progress} aria-label={t('progress')}>
      {chapters.map(({ id }, index) => {
        const number = index + 1
        const share = number < player.chapter ? 1 : number > player.chapter ? 0 : player.share
        return (
          <li key={id}>
            <button
              type="button"
              className={styles.step}
              aria-label={t('go', { chapter: number, title: t(`chapter.${id}.title`) })}
              aria-current={number === player.chapter ? 'step' : undefined}
              onClick={() => player.go(number)}
            >
              <svg className={styles.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect className={styles.rest} width="100" height="4" />
                <rect className={styles.played} width={share * 100} height="4" />
              </svg>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

/** The worst that the product finds at this moment, in its own words. */
function Finding() {
  const found = useFindings('default', 'web-service')
  const teller = useFindingTeller()
  const worst = found?.findings[0]
  if (worst === undefined || worst.severity === 'info' || teller === undefined) return null
  const text = teller.rich(worst, code)
  return (
    <div className={styles.finding} data-finding={worst.id}>
      <p className={styles.found}>
        <SeverityMark severity={worst.severity} size={12} />
        <span>
          <Told>{text.title}</Told>
        </span>
      </p>
      <p>
        <Told>{text.remedy}</Told>
      </p>
    </div>
  )
}

/** Where the commands can be run at once: the live cluster behind is the demo. */
function TryHere({ t }: { readonly t: TourText }) {
  const isDemo = useLiveDemo()
  const to = useAddresses()
  if (!isDemo) return null
  return (
    <p className={styles.hint}>
      {t.rich('tryHint', {
        code,
        service: (chunks) => <Link href={to.service('default', 'web-service')}>{chunks}</Link>,
      })}
    </p>
  )
}

function Controls({ player, t }: { readonly player: Player; readonly t: TourText }) {
  const to = useAddresses()
  const { chapter, moves, share, toggle, go } = player
  const label = moves ? t('pause') : share >= 1 ? t('replay') : t('play')
  return (
    <div className={styles.controls}>
      <div className={styles.buttons}>
        <button type="button" className={styles.button} disabled={chapter === 1} onClick={() => go(chapter - 1)}>
          {t('back')}
        </button>
        <button type="button" className={styles.button} onClick={toggle}>
          {label}
        </button>
        {chapter < chapters.length ? (
          <button type="button" className={styles.button} data-main onClick={() => go(chapter + 1)}>
            {t('next')}
          </button>
        ) : (
          <Link className={styles.button} data-main href={to.wall()}>
            {t('done')}
          </Link>
        )}
      </div>
      <p className={styles.keys}>{t('keys')}</p>
    </div>
  )
}
