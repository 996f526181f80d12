'use client'

import { type KeyboardEvent, type RefObject, useDeferredValue, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { formatLoss, type How, hows, type Loss, parseLoss } from '@/lib/traffic/scenario'
import { type ScenarioState, useOffers } from './use-what-if'
import type { Offer } from './what-if-answer'
import styles from './what-if-losses.module.css'

/** More than any workload that is looked at by hand. */
const MOST_REPLICAS = 9_999

/** What is taken away, and how. */
export function WhatIfLosses({ scenario }: { readonly scenario: ScenarioState }) {
  const t = useTranslations('whatIf')
  const { losses, take, putBack } = scenario
  const search = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.controls}>
      <fieldset className={styles.field}>
        <legend>{t('takeAway')}</legend>
        <div className={styles.losses}>
          {losses.length > 0 ? (
            <ul className={styles.chips}>
              {losses.map((loss) => (
                <li key={`${loss.type}/${nameOf(loss)}`}>
                  <Chip
                    loss={loss}
                    scenario={scenario}
                    onPutBack={() => {
                      putBack(loss)
                      search.current?.focus()
                    }}
                  />
                </li>
              ))}
            </ul>
          ) : null}
          <LossSearch input={search} taken={losses} onTake={take} onPutBack={putBack} />
        </div>
      </fieldset>
      <HowChoice how={scenario.how} onChange={scenario.setHow} />
    </div>
  )
}

function Chip({
  loss,
  scenario,
  onPutBack,
}: {
  readonly loss: Loss
  readonly scenario: ScenarioState
  readonly onPutBack: () => void
}) {
  const t = useTranslations('whatIf')
  const name = nameOf(loss)
  return (
    <span className={styles.chip}>
      <span className={styles.kind}>{t(`type.${loss.type}`)}</span>
      <code className={styles.name}>{name}</code>
      {loss.type === 'scale' ? (
        <input
          className={styles.replicas}
          type="number"
          aria-label={t('replicasOf', { name })}
          min={0}
          max={MOST_REPLICAS}
          value={loss.replicas}
          onChange={({ target }) => {
            const replicas = Math.min(MOST_REPLICAS, Math.max(0, Math.trunc(target.valueAsNumber)))
            if (!Number.isNaN(replicas)) scenario.change(loss, { ...loss, replicas })
          }}
        />
      ) : null}
      <button type="button" className={styles.remove} aria-label={t('putBack', { name })} onClick={onPutBack}>
        <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
          <path d="M1 1l6 6M7 1L1 7" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
    </span>
  )
}

/** What a loss is called beside its kind. */
export function nameOf(loss: Loss): string {
  switch (loss.type) {
    case 'node':
    case 'zone':
      return loss.name
    case 'pod':
      return `${loss.namespace}/${loss.name}`
    case 'scale':
      return `${loss.namespace}/${loss.workload}`
  }
}

/** A combobox (ARIA 1.2, list autocomplete with manual selection) over everything that can be taken away. */
function LossSearch({
  input,
  taken,
  onTake,
  onPutBack,
}: {
  readonly input: RefObject<HTMLInputElement | null>
  readonly taken: readonly Loss[]
  readonly onTake: (loss: Loss) => void
  readonly onPutBack: (loss: Loss) => void
}) {
  const t = useTranslations('whatIf')
  const list = useId()
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const offers = useOffers(useDeferredValue(text.trim()))
  const known = new Set(taken.map(formatLoss))
  // The last answer may be about less than has been typed: Enter takes nothing that the text does not name.
  const words = text.toLowerCase().split(/\s+/)
  const isNamed = ({ name }: Offer) => words.every((word) => name.toLowerCase().includes(word))
  const shown = offers?.losses.filter((offer) => !known.has(offer.remove) && isNamed(offer)) ?? []
  const at = Math.min(active, shown.length - 1)

  function choose(offer: Offer | undefined) {
    const loss = offer === undefined ? undefined : parseLoss(offer.remove)
    if (loss === undefined) return
    onTake(loss)
    setText('')
    setActive(0)
    setOpen(false)
  }

  function onKeyDown(event: KeyboardEvent) {
    const last = taken.at(-1)
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      if (!isOpen) setOpen(true)
      else if (shown.length > 0) setActive((at + step + shown.length) % shown.length)
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      choose(shown[at])
    } else if (event.key === 'Escape') {
      if (isOpen) setOpen(false)
      else setText('')
    } else if (event.key === 'Backspace' && text === '' && last !== undefined) onPutBack(last)
  }

  return (
    <div className={styles.search}>
      <input
        ref={input}
        className={styles.text}
        role="combobox"
        aria-label={t('search')}
        aria-expanded={isOpen}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && at >= 0 ? `${list}-${at}` : undefined}
        placeholder={t('search')}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => {
          setText(target.value)
          setActive(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.popover} hidden={!isOpen}>
        <div id={list} role="listbox" aria-label={t('search')}>
          {shown.map((offer, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus (ARIA combobox)
            <div
              key={offer.remove}
              id={`${list}-${index}`}
              className={styles.option}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              ref={index === at && isOpen ? scrollIntoView : undefined}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(offer)}
            >
              <span className={styles.kind}>{t(`type.${offer.type}`)}</span>
              <code className={styles.name}>{offer.name}</code>
              <OfferFact offer={offer} />
            </div>
          ))}
        </div>
        {offers !== undefined && shown.length === 0 ? <p className={styles.hint}>{t('nothingFound')}</p> : null}
        {offers !== undefined && offers.more > 0 ? (
          <p className={styles.hint}>{t('moreFound', { count: offers.more })}</p>
        ) : null}
        {text === '' ? <p className={styles.hint}>{t('alsoPods')}</p> : null}
      </div>
    </div>
  )
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}

function OfferFact({ offer }: { readonly offer: Offer }) {
  const t = useTranslations('whatIf')
  const { zone, node, nodes, replicas } = offer
  if (nodes !== undefined) return <span className={styles.fact}>{t('nodes', { count: nodes })}</span>
  if (replicas !== undefined) return <span className={styles.fact}>{t('replicas', { count: replicas })}</span>
  const where = zone ?? node
  return where === undefined ? null : <span className={styles.fact}>{where}</span>
}

function HowChoice({ how, onChange }: { readonly how: How; readonly onChange: (how: How) => void }) {
  const t = useTranslations('whatIf')
  const name = useId()
  return (
    <fieldset className={styles.field}>
      <legend>{t('how')}</legend>
      <div className={styles.segments}>
        {hows.map((value) => (
          <label key={value} className={styles.segment}>
            <input type="radio" name={name} value={value} checked={value === how} onChange={() => onChange(value)} />
            {t(`hows.${value}`)}
          </label>
        ))}
      </div>
      <p className={styles.meaning}>{t(`meaning.${how}`)}</p>
    </fieldset>
  )
}
