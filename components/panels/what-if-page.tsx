'use client'

import { useTranslations } from 'use-intl'
import { Screen } from '@/components/ui/screen'
import { code } from '@/components/ui/told'
import { parseLoss } from '@/lib/traffic/scenario'
import { Notice } from './notice'
import { PageHead } from './page-head'
import { Standing } from './standing'
import { type ScenarioState, useOffers, useScenario, useWhatIf } from './use-what-if'
import { WhatIfLosses } from './what-if-losses'
import styles from './what-if-page.module.css'
import { WhatIfResults } from './what-if-results'

const needs = ['services']

/** Take something away and see, before doing it, which Services lose whom. */
export function WhatIfPage() {
  const t = useTranslations('whatIf')
  const title = t('title')
  const head = (
    <PageHead name={<span className={styles.title}>{t('name')}</span>}>
      <span className={styles.promise}>{t('promise')}</span>
    </PageHead>
  )
  return (
    <Standing
      needs={needs}
      title={title}
      skeleton={
        <div className={styles.page}>
          {head}
          <Waiting />
        </div>
      }
    >
      <title>{title}</title>
      <div className={styles.page}>
        {head}
        <Scenario />
      </div>
    </Standing>
  )
}

function Scenario() {
  const t = useTranslations('whatIf')
  const scenario = useScenario()
  const { unread } = scenario
  return (
    <>
      {unread.length === 0 ? null : (
        <Notice mark="unknown">{t.rich('unread', { things: unread.join(', '), code })}</Notice>
      )}
      <WhatIfLosses scenario={scenario} />
      {scenario.losses.length === 0 ? <Suggestions scenario={scenario} /> : <Outcome scenario={scenario} />}
    </>
  )
}

function Outcome({ scenario }: { readonly scenario: ScenarioState }) {
  const t = useTranslations('whatIf')
  const { answer, failure } = useWhatIf(scenario)
  if (failure !== undefined)
    return (
      <div className={styles.failure}>
        <Screen title={failure.status === undefined ? t('noAnswer') : t('refused')} part>
          {failure.message === '' ? null : <p>{failure.message}</p>}
        </Screen>
      </div>
    )
  return answer === undefined ? <Waiting /> : <WhatIfResults answer={answer} />
}

function Waiting() {
  return (
    <div className={styles.waiting} aria-hidden="true">
      <div />
      <div />
      <div />
    </div>
  )
}

/** What people ask first: a zone, or a node. */
function Suggestions({ scenario }: { readonly scenario: ScenarioState }) {
  const t = useTranslations('whatIf')
  const offers = useOffers('')
  const some = offers?.losses.slice(0, 12) ?? []
  return (
    <section className={styles.suggestions}>
      <h2>{t('begin')}</h2>
      <ul>
        {some.map((offer) => (
          <li key={offer.remove}>
            <button
              type="button"
              onClick={() => {
                const loss = parseLoss(offer.remove)
                if (loss !== undefined) scenario.take(loss)
              }}
            >
              {t(`type.${offer.type}`)} <code>{offer.name}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
