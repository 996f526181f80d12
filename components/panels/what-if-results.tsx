'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useFormatter, useLocale, useTranslations } from 'use-intl'
import { SeverityMark } from '@/components/ui/mark'
import type { Severity } from '@/components/ui/mark-shape'
import { Name } from '@/components/ui/name'
import { code } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import { Notice } from './notice'
import type { Effect, WhatIfAnswer } from './what-if-answer'
import styles from './what-if-results.module.css'

/** Names that a sentence lists before it counts the rest. */
const MOST_NAMES = 5

/** Who answers no more and who carries more, the worst first; then what else the loss runs into. */
export function WhatIfResults({ answer }: { readonly answer: WhatIfAnswer }) {
  const t = useTranslations('whatIf')
  const { services, unchanged, budgets, unowned, unknown } = answer
  const all = services.filter(({ loses }) => loses === 'all').length
  const some = services.filter(({ loses }) => loses === 'some').length
  let sum = t('sumNone')
  if (all > 0 && some > 0) sum = t('sumBoth', { all, some })
  else if (all > 0) sum = t('sumAll', { all })
  else if (some > 0) sum = t('sumSome', { some })
  return (
    <>
      <Unknowns unknown={unknown} />
      <p className={styles.sum} role="status">
        {sum} {t('unchanged', { count: unchanged })} {t('pods', { count: answer.pods })}
      </p>
      {services.length > 0 ? (
        <ul className={styles.effects} aria-label={t('changed')}>
          {services.map((effect) => (
            <li key={`${effect.namespace}/${effect.name}`} className={styles.effect}>
              <EffectRow effect={effect} />
            </li>
          ))}
        </ul>
      ) : null}
      {budgets.length > 0 ? (
        <Section title={t('budgets')}>
          {budgets.map(({ namespace, name, allowed, evicted, pods, contested = [] }) => (
            <li key={`${namespace}/${name}`}>
              <SeverityMark severity="warning" size={12} />
              <span>
                {evicted > allowed
                  ? t.rich('budget', { name: `${namespace}/${name}`, allowed, evicted, pods: names(pods), code })
                  : null}
                {evicted > allowed && contested.length > 0 ? ' ' : null}
                {contested.length > 0
                  ? t.rich('contested', { name: `${namespace}/${name}`, pods: names(contested), code })
                  : null}
              </span>
            </li>
          ))}
        </Section>
      ) : null}
      {unowned.length > 0 ? (
        <Section title={t('unownedTitle')}>
          <li>
            <SeverityMark severity="warning" size={12} />
            <span>{t.rich('unowned', { count: unowned.length, pods: names(unowned), code })}</span>
          </li>
        </Section>
      ) : null}
    </>
  )
}

function names(all: readonly string[]): string {
  const listed = all.slice(0, MOST_NAMES).join(', ')
  return all.length > MOST_NAMES ? `${listed} +${all.length - MOST_NAMES}` : listed
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  )
}

function Unknowns({ unknown: { services, resources } }: Pick<WhatIfAnswer, 'unknown'>) {
  const t = useTranslations('whatIf')
  if (services === 0 && resources.length === 0) return null
  return (
    <div className={styles.unknown}>
      <Notice mark="unknown">
        {services > 0 ? t('unknownServices', { count: services }) : null}
        {services > 0 && resources.length > 0 ? ' ' : null}
        {resources.length > 0 ? t.rich('unknownResources', { resources: resources.join(', '), code }) : null}
      </Notice>
    </div>
  )
}

function severityOf({ loses, unmanaged, emptied }: Effect): Severity {
  if (loses === 'all') return 'error'
  return loses === 'some' || unmanaged !== undefined || emptied !== undefined ? 'warning' : 'info'
}

function EffectRow({ effect }: { readonly effect: Effect }) {
  const t = useTranslations('whatIf')
  const to = useAddresses()
  const { namespace, name, before, after } = effect
  return (
    <>
      <Link className={styles.row} href={to.service(namespace, name)} prefetch={false}>
        <SeverityMark severity={severityOf(effect)} size={12} />
        <span className={styles.name}>
          <span className={styles.namespace}>{namespace}/</span>
          <Name name={name} />
        </span>
        <span className={styles.figures}>
          <span aria-hidden="true">
            {before.ready}→{after.ready}
          </span>
          <span className="visually-hidden">{t('figures', { before: before.ready, after: after.ready })}</span>
        </span>
        <span className={styles.load}>
          <Load effect={effect} />
        </span>
      </Link>
      <Notes effect={effect} />
    </>
  )
}

function Load({ effect: { loses, loadPerEndpoint, before, after } }: { readonly effect: Effect }) {
  const t = useTranslations('whatIf')
  const percent = usePercent()
  if (loses === 'all') return t('losesAll')
  if (before.ready === after.ready) return before.draining === after.draining ? t('sameReady') : t('lessDraining')
  const was = loadPerEndpoint.before
  const is = loadPerEndpoint.after
  if (is === null) return null
  return was === null ? t('loadNow', { after: percent(is) }) : t('load', { before: percent(was), after: percent(is) })
}

/** `33%`, below ten `2.4%`, below a tenth `<0.1%`. */
function usePercent(): (share: number) => string {
  const format = useFormatter()
  const locale = useLocale()
  return (share) => {
    if (share > 0 && share < 0.001) return `<${format.number(0.001, { style: 'percent', maximumFractionDigits: 1 })}`
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share)
  }
}

/** What the figures alone do not say. */
function Notes({ effect }: { readonly effect: Effect }) {
  const t = useTranslations('whatIf')
  const { before, after, loses, emptied, unmanaged } = effect
  const [zone] = after.zones
  const notes: ReactNode[] = []
  if (loses === 'all' && after.draining > 0) notes.push(t('stillDraining', { count: after.draining }))
  if (zone !== undefined && after.zones.length === 1 && before.zones.length > 1)
    notes.push(t.rich('oneZone', { zone, code }))
  if (emptied !== undefined) notes.push(t.rich('emptied', { count: emptied.length, nodes: names(emptied), code }))
  if (unmanaged !== undefined) notes.push(t('unmanaged', { count: unmanaged }))
  if (notes.length === 0) return null
  return (
    <ul className={styles.notes}>
      {notes.map((note, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences in a fixed order, without a state of their own
        <li key={index}>{note}</li>
      ))}
    </ul>
  )
}
