'use client'

import type { ReactNode } from 'react'
import { Mark, MarkStrip, SeverityMark } from '@/components/ui/mark'
import type { MarkState, Severity } from '@/components/ui/mark-shape'
import type { TermsText } from '@/components/ui/use-terms'
import edges from './edges.module.css'
import styles from './legend-list.module.css'
import marks from './share-marks.module.css'

const states: readonly MarkState[] = [
  'ready',
  'notReady',
  'draining',
  'terminating',
  'pending',
  'missing',
  'unknown',
  'stale',
]
const severities: readonly Severity[] = ['error', 'warning', 'info']

/** Every mark, line, card and figure of the pictures with its word and its meaning. Lines wear what the edges wear. */
export function LegendList({ t }: { readonly t: TermsText }) {
  return (
    <div className={styles.legend}>
      <Part title={t('states')}>
        {states.map((state) => (
          <Entry key={state} name={t(`term.${state}.name`)} text={t(`term.${state}.text`)}>
            <Mark state={state} size={12} />
          </Entry>
        ))}
      </Part>
      <Part title={t('lines')}>
        {lines.map(({ id, picture }) => (
          <Entry key={id} name={t(`line.${id}.name`)} text={t(`line.${id}.text`)}>
            <svg className={styles.line} width="64" height="16" viewBox="0 0 64 16" aria-hidden="true">
              {picture}
            </svg>
          </Entry>
        ))}
      </Part>
      <Part title={t('cards')}>
        <Entry name={t('card.ghost.name')} text={t('card.ghost.text')}>
          <span className={styles.ghost}>
            <Mark state="missing" size={10} />
          </span>
        </Entry>
        <Entry name={t('card.group.name')} text={t('card.group.text')}>
          <span className={styles.group}>
            <MarkStrip letters="rrrrnrrr" size={8} pitch={10} columns={4} />
          </span>
        </Entry>
      </Part>
      <Part title={t('figures')}>
        {(['count', 'leaving', 'unknown', 'age'] as const).map((id) => (
          <Entry key={id} text={t(`figure.${id}.text`)}>
            <span className={styles.figure}>{t(`figure.${id}.name`)}</span>
          </Entry>
        ))}
      </Part>
      <Part title={t('severities')}>
        {severities.map((severity) => (
          <Entry key={severity} name={t(`term.${severity}.name`)} text={t(`term.${severity}.text`)}>
            <SeverityMark severity={severity} size={12} />
          </Entry>
        ))}
      </Part>
    </div>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  )
}

function Entry({
  name,
  text,
  children,
}: {
  readonly name?: string
  readonly text: string
  readonly children: ReactNode
}) {
  return (
    <li className={styles.entry}>
      <span className={styles.sample}>{children}</span>
      <span>
        {name === undefined ? null : <span className={styles.name}>{name}</span>} {text}
      </span>
    </li>
  )
}

const cross = 'M50 4l8 8m0 -8l-8 8'

/** Each line as the picture draws it. */
const lines = [
  { id: 'member', picture: <path className={edges.edge} d="M0 8H64" /> },
  { id: 'notReady', picture: <path className={edges.edge} data-state="notReady" d="M0 8H64" /> },
  {
    id: 'share',
    picture: (
      <>
        <path className={edges.edge} data-share="some" d="M0 8H32" />
        <text className={marks.figure} x="62" y="8" fontSize="11">
          50%
        </text>
      </>
    ),
  },
  { id: 'none', picture: <path className={edges.edge} data-share="none" d="M0 8H64" /> },
  { id: 'inferred', picture: <path className={edges.edge} data-edge="inferred" d="M0 8H64" /> },
  { id: 'refused', picture: <path className={marks.end} d="M0 8H58M58 3V13" /> },
  {
    id: 'dropped',
    picture: (
      <>
        <path className={marks.stub} d="M0 8H46" />
        <path className={marks.end} d={cross} />
      </>
    ),
  },
  {
    id: 'policy',
    picture: (
      <>
        <path className={edges.edge} data-cut="stopped" d="M0 8H46" />
        <path className={marks.end} d={cross} />
      </>
    ),
  },
  {
    id: 'unknown',
    picture: (
      <>
        <path className={marks.stub} data-verdict="unknown" d="M0 8H46" />
        <text className={marks.word} data-verdict="unknown" x="50" y="8" fontSize="12">
          ?
        </text>
      </>
    ),
  },
] as const
