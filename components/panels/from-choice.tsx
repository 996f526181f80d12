'use client'

import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { late } from '@/components/ui/late'
import { Mark } from '@/components/ui/mark'
import type { Vantage } from '@/lib/traffic/vantage'
import styles from './from-choice.module.css'
import type { TrafficView } from './traffic-view'
import { useMissingVantage } from './use-missing-vantage'
import type { VantageState } from './use-vantage'
import { useVantageName } from './use-vantage-name'
import { VantageWords } from './vantage-words'

const VantageMenu = late(() => import('./vantage-menu').then((module) => module.VantageMenu))

/**
 * `From: worker-2`: where the client stands whose new connections the picture follows, and the menu that changes it.
 * Beside it, once, under what reserve the shares stand.
 */
export function FromChoice(props: FromChoiceProps) {
  return (
    <VantageWords>
      <Control {...props} />
    </VantageWords>
  )
}

interface FromChoiceProps {
  readonly state: VantageState
  readonly traffic: TrafficView | undefined
}

function Control({ state, traffic }: FromChoiceProps) {
  const t = useTranslations('vantage')
  const nameOf = useVantageName()
  const missing = useMissingVantage(state)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const { asked, vantage, choose } = state

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const pick = (next: Vantage | undefined) => {
    choose(next)
    close()
  }
  const told = reserveOf(traffic)
  const said = missing === undefined ? told && t(told) : t(`missing.${missing}`)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div
      className={styles.from}
      role="group"
      aria-label={t('where')}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.label}>{t('from')}</span>
        <span className={styles.value} data-vantage={asked}>
          {vantage === undefined && asked !== undefined ? asked : nameOf(vantage)}
        </span>
        <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
          <path d="M1 2.5L4 5.5L7 2.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
      {asked === undefined ? null : (
        <button type="button" className={styles.clear} aria-label={t('clear')} onClick={() => choose(undefined)}>
          <Cross />
        </button>
      )}
      {said === undefined ? null : (
        <span className={styles.remark} role="status">
          {missing === undefined ? null : <Mark state="unknown" size={10} />}
          {said}
        </span>
      )}
      {open ? <VantageMenu current={vantage} onPick={pick} onClose={close} /> : null}
    </div>
  )
}

/** That nothing leads from there to any of the Services, or that another than kube-proxy may decide. */
function reserveOf(traffic: TrafficView | undefined): 'noWay' | 'asKubeProxy' | undefined {
  const all = [...(traffic?.byService.values() ?? [])]
  if (all.length === 0) return undefined
  if (all.every(({ ports }) => ports.length === 0)) return 'noWay'
  return all[0]?.dataplane.name === 'kube-proxy' ? undefined : 'asKubeProxy'
}

function Cross() {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d="M1.5 1.5L8.5 8.5M8.5 1.5L1.5 8.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  )
}
